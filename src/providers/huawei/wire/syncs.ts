import { z } from 'zod'
import { toldIn } from '../../wire/options.ts'
import { row } from '../../wire/reader.ts'
import { figure, text } from '../../wire/scalars.ts'
import { copying, syncCopying } from '../options.ts'
import { pageOf, wireCdn, wireUuid } from './parts.ts'

/** A synchronization task as OMS sends it (5.3.2, table SyncTaskInfo). Only the id is required. */
export type WireSync = z.infer<typeof wireSync>
export type WireStatistics = z.infer<typeof wireStatistics>

export const wireSync = row({
  sync_task_id: wireUuid,
  description: text,
  status: text,
  src_cloud_type: text,
  src_region: text,
  src_bucket: text,
  app_id: text,
  dst_region: text,
  dst_bucket: text,
  create_time: figure,
  last_start_time: figure,
  /** Figures of the month that was asked about. Lists do not have them. */
  monthly_acceptance_request: figure,
  monthly_success_object: figure,
  monthly_failure_object: figure,
  monthly_skip_object: figure,
  monthly_size: figure,
  source_cdn: wireCdn,
  ...toldIn(syncCopying),
  // That they overwrite cannot be chosen.
  object_overwrite_mode: copying.object_overwrite_mode.told,
})

export const wireSyncPage = z
  .object({ tasks: z.array(z.unknown()).nullable(), count: figure })
  .transform(({ tasks, count }) => pageOf(wireSync, tasks, count))

export const wireSyncCreated = z.object({ sync_task_id: wireUuid })

const series = z.object({ data_type: text, data: rowsOf(z.object({ time_stamp: figure, statistic_num: figure })) })

/**
 * Statistics of a synchronization task. Moments are in epoch milliseconds, five minutes or an hour apart. Those in
 * which nothing happened are left out.
 */
export const wireStatistics = z.object({
  sync_task_id: text,
  statistic_time_type: text,
  statistic_datas: rowsOf(series),
})

/** The readable rows of a list that may be missing. */
function rowsOf<Row extends z.ZodType>(row: Row) {
  return z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((rows) => (rows ?? []).flatMap((one) => row.safeParse(one).data ?? []))
}
