import { z } from 'zod'
import { cdnKey, place, shortKey, window } from './rules.ts'

/** Orders to OMS about synchronization tasks (5.3), checked before they are sent. */

/** The largest offset that OMS accepts in the list of synchronization tasks. */
export const maxSyncOffset = 10_000

export const syncFilter = z.strictObject({
  ...window,
  offset: z.int().min(0).max(maxSyncOffset).optional(),
  status: z.enum(['SYNCHRONIZING', 'STOPPED']).optional(),
})

/** Keys to start a synchronization task: lasting key pairs only. */
export const syncStart = z.strictObject({
  src_ak: shortKey,
  src_sk: shortKey,
  dst_ak: shortKey,
  dst_sk: shortKey,
  source_cdn_authentication_key: cdnKey.optional(),
})

/** The month, as a time in it, whose figures are shown with a synchronization task. */
export const syncMonth = z.strictObject({ query_time: z.int() })

/** A period for statistics. Times are in epoch milliseconds. */
export const syncStatistics = z
  .strictObject({
    data_type: z
      .array(z.enum(['REQUEST', 'SUCCESS', 'FAILURE', 'SKIP', 'SIZE']))
      .min(1)
      .transform((types) => types.join(',')),
    start_time: z.int().min(0),
    end_time: z.int().min(0),
  })
  .refine(({ start_time, end_time }) => start_time < end_time, 'The start comes before the end')

/** The most objects in one event, by the text of 5.3.1. By the length of the array in its table it would be 100. */
export const eventSize = 10

/** Names of objects as they are in the bucket, not encoded. */
export const objectNames = z.array(place.refine((name) => name.isWellFormed(), 'A name is Unicode text')).min(1)

/** Changed objects, sent URL-encoded: a plus sign would be read as a blank. */
export const syncEvent = z.strictObject({
  object_keys: objectNames.max(eventSize).transform((names) => names.map(encodeURIComponent)),
})
