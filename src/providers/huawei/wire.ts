import { z } from 'zod'
import { flag, number, text, texts } from './scalars.ts'

/** A task as OMS sends it (5.2.1, table TaskResp). Only the id must be there. */
export type WireTask = z.infer<typeof wireTask>
export type WirePage = z.infer<typeof wirePage>

/** Null and "" stand for "nothing here" everywhere. */
function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined)
}

const bandwidthRule = z.object({ start: text, end: text, max_bandwidth: number })

const sourceNode = part({
  bucket: text,
  cloud_type: text,
  region: text,
  app_id: text,
  object_key: texts,
  list_file: part({ list_file_key: text, obs_bucket: text, list_file_num: text }),
})

/** A number of up to 15 digits in the document; kept as text, which nothing can round. */
const taskId = z.unknown().transform((value, context) => {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof digits === 'string' && /^\d{1,19}$/.test(digits)) return digits
  context.addIssue({ code: 'custom', message: 'Expected a task id' })
  return z.NEVER
})

export const wireTask = z.object({
  id: taskId,
  name: text,
  description: text,
  status: number,
  task_type: text,
  group_type: text,
  group_id: text,
  src_node: sourceNode,
  dst_node: part({ bucket: text, region: text, save_prefix: text }),
  progress: number,
  is_query_over: flag,
  complete_size: number,
  real_size: number,
  total_size: number,
  successful_num: number,
  failed_num: number,
  skipped_num: number,
  total_num: number,
  migrate_speed: number,
  start_time: number,
  total_time: number,
  left_time: number,
  migrate_since: number,
  error_reason: part({ error_code: text, error_msg: text }),
  failed_object_record: part({ result: flag, list_file_key: text, error_code: text }),
  success_record_error_reason: text,
  skip_record_error_reason: text,
  bandwidth_policy: z.array(bandwidthRule.optional().catch(undefined)).optional().catch(undefined),
  task_priority: text,
  source_cdn: part({ domain: text, protocol: text, authentication_type: text }),
  smn_info: part({ notify_result: flag, notify_error_message: text, topic_name: text }),
  object_overwrite_mode: text,
  dst_storage_policy: text,
  consistency_check: text,
  enable_failed_object_recording: flag,
  enable_kms: flag,
  enable_metadata_migration: flag,
  enable_restore: flag,
  enable_requester_pays: flag,
})

/** One task that can't be read does not spoil the page: it is left out and described in `unreadable`. */
export const wirePage = z
  .object({ tasks: z.array(z.unknown()).nullable(), count: number })
  .transform(({ tasks, count }) => {
    const read = (tasks ?? []).map((task) => wireTask.safeParse(task))
    return {
      tasks: read.flatMap((result) => (result.success ? [result.data] : [])),
      unreadable: read.flatMap((result) => (result.success ? [] : [z.prettifyError(result.error)])),
      total: count,
    }
  })

export const wireCreated = z.object({ id: taskId, task_name: text })

/** Stop, start, delete and the updates answer nothing that matters. */
export const wireNothing = z.unknown()
