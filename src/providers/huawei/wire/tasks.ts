import { z } from 'zod'
import { toldIn } from '../../wire/options.ts'
import { required, row } from '../../wire/reader.ts'
import { figure, flag, number, text } from '../../wire/scalars.ts'
import { copying, limits, priority, since } from '../options.ts'
import { pageOf, wireCdn, wireFailedObjects, wireNotification, wireReason, wireSource, wireTarget } from './parts.ts'

/** A task as OMS sends it (5.2.1, table TaskResp). Only the id is required. */
export type WireTask = z.infer<typeof wireTask>
export type WireTaskPage = z.infer<typeof wireTaskPage>

/** The id of a task: a number of up to 15 digits in the document. Ferry keeps it as text, which nothing can round. */
const taskId = required((told) => {
  const digits = typeof told === 'number' && Number.isSafeInteger(told) ? String(told) : told
  return typeof digits === 'string' && /^\d{1,19}$/.test(digits) ? digits : undefined
}, 'Expected a task id')

export const wireTask = row({
  id: taskId,
  name: text,
  description: text,
  status: number,
  task_type: text,
  group_type: text,
  group_id: text,
  src_node: wireSource,
  dst_node: wireTarget,
  progress: figure,
  is_query_over: flag,
  complete_size: figure,
  real_size: figure,
  total_size: figure,
  successful_num: figure,
  failed_num: figure,
  skipped_num: figure,
  total_num: figure,
  migrate_speed: figure,
  start_time: figure,
  total_time: figure,
  left_time: figure,
  migrate_since: since.told,
  error_reason: wireReason,
  failed_object_record: wireFailedObjects,
  success_record_error_reason: text,
  skip_record_error_reason: text,
  bandwidth_policy: limits.told,
  task_priority: priority.told,
  source_cdn: wireCdn,
  smn_info: wireNotification,
  obs_system: text,
  ...toldIn(copying),
})

export const wireTaskPage = z
  .object({ tasks: z.array(z.unknown()).nullable(), count: figure })
  .transform(({ tasks, count }) => pageOf(wireTask, tasks, count))

export const wireTaskCreated = z.object({ id: taskId, task_name: text })
