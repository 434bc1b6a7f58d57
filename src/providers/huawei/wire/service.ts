import { z } from 'zod'
import { readRows } from '../../wire/rows.ts'
import { instant, text } from '../../wire/scalars.ts'

export type WireVersion = z.infer<typeof wireVersion>
export type WireRegions = z.infer<typeof wireRegions>

/** A version of the API. The document's examples print a schema in place of the status, and call v2 v1. */
export const wireVersion = z.object({ id: z.string().min(1), status: text, updated: instant })

export const wireVersions = z
  .object({ versions: z.array(z.unknown()).nullable() })
  .transform(({ versions }) => readRows(wireVersion, versions ?? []))

/** Names, which OMS sends as a bare array. */
export const wireNames = z.array(z.unknown()).transform((list) => readRows(z.string().min(1), list))

const wireRegion = z.object({ value: z.string().min(1), description: text })
const cloudRegions = z.object({
  service_name: z.string().min(1),
  region_list: z
    .array(z.unknown())
    .nullish()
    .transform((list) => readRows(wireRegion, list ?? [])),
})

/** Regions, which OMS sends as a bare array with an entry for each cloud. */
export const wireRegions = z.array(z.unknown()).transform((list) => readRows(cloudRegions, list))
