import { z } from 'zod'
import { cdnSchema } from '../fields/place-fields.ts'
import { selectedInLabel, selectedSchema } from './selection.ts'

const placeSchema = z.object({
  /** The storage's vendor as the provider names it: `HuaweiCloud` or `AWS`. */
  cloud: z.string().exactOptional(),
  region: z.string().exactOptional(),
  bucket: z.string().exactOptional(),
})
export type Place = z.infer<typeof placeSchema>

/** Where objects come from, and which of them. */
const plainSourceSchema = z.object({
  ...placeSchema.shape,
  ...selectedSchema.shape,
  /** Tencent's id of the bucket's owner. */
  appId: z.string().exactOptional(),
  /** The content delivery network through which the source is read. */
  cdn: cdnSchema.exactOptional(),
})
export type Source = z.infer<typeof plainSourceSchema>

/** Where objects go. */
const plainTargetSchema = z.object({
  ...placeSchema.shape,
  /** Precedes the name of each object. */
  prefix: z.string().exactOptional(),
  /** Tells a parallel file system from a bucket. */
  isFileSystem: z.boolean().exactOptional(),
})
export type Target = z.infer<typeof plainTargetSchema>

/** Words in which earlier versions stored the selection or the destination. */
const label = z.string().exactOptional()

/** A source as any version stored it. */
export const sourceSchema = z
  .object({ ...plainSourceSchema.shape, scope: label })
  .transform(
    ({ scope, ...source }): Source => (scope === undefined ? source : { ...source, ...selectedInLabel(scope) }),
  )

/** A target as any version stored it. */
export const targetSchema = z
  .object({ ...plainTargetSchema.shape, scope: label })
  .transform(({ scope, ...target }): Target => {
    const [prefix] = selectedInLabel(scope ?? '').names ?? []
    return prefix === undefined ? target : { ...target, prefix }
  })
