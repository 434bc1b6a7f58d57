import { z } from 'zod'
import { readRows } from '../../rows.ts'
import { instant, text } from '../../scalars.ts'

export type WireVersion = z.infer<typeof wireVersion>
export type WireRegions = z.infer<typeof wireRegions>

/** The examples print a schema where the status belongs, and call v2 v1. */
export const wireVersion = z.object({ id: z.string().min(1), status: text, updated: instant })

export const wireVersions = z
  .object({ versions: z.array(z.unknown()).nullable() })
  .transform(({ versions }) => readRows(wireVersion, versions ?? []))

/** A bare array of names. */
export const wireNames = z.array(z.unknown()).transform((list) => readRows(z.string().min(1), list))

const wireRegion = z.object({ value: z.string().min(1), description: text })
const cloudRegions = z.object({
  service_name: z.string().min(1),
  region_list: z
    .array(z.unknown())
    .nullish()
    .transform((list) => readRows(wireRegion, list ?? [])),
})

/** A bare array with an entry for each cloud. */
export const wireRegions = z.array(z.unknown()).transform((list) => readRows(cloudRegions, list))
