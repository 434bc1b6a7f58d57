import { z } from 'zod'
import { readRows } from '../../wire/rows.ts'
import { flag, text } from '../../wire/scalars.ts'

/* Answers about buckets of any cloud (5.5). */

export type WireObjectPage = z.infer<typeof wireObjectPage>
export type WireBucketRegion = z.infer<typeof wireBucketRegion>
export type WireCdnCheck = z.infer<typeof wireCdnCheck>

/** An object or folder. Its size is a text, "--" if there is none. */
const record = z.object({ name: z.string().min(1), size: text })

export const wireObjectPage = z
  .object({ next_page: flag, next_marker: text, records: z.array(z.unknown()).nullable() })
  .transform(({ records, ...rest }) => ({ ...rest, ...readRows(record, records ?? []) }))

/** The region of a bucket. The document's example has no `support`. */
export const wireBucketRegion = z.object({ id: z.string().min(1), name: text, support: flag })

/** Whether a prefix exists. If `exist` is left out, it is false by the document. */
export const wirePrefix = z.object({ exist: z.boolean().nullish() }).transform(({ exist }) => exist ?? false)

const checkedKey = z.object({ key: text, is_etag_matching: flag, is_object_existing: flag })

export const wireCdnCheck = z.object({
  is_same_cloud_type: flag,
  is_download_available: flag.pipe(z.boolean()),
  checked_keys: z
    .array(z.unknown())
    .nullish()
    .transform((keys) => readRows(checkedKey, keys ?? []).rows),
})
