import { z } from 'zod'
import { bandwidthPolicy } from '../bandwidth.ts'
import { priorityLevel } from '../options.ts'
import { startKeys, token, uuid, window } from './rules.ts'

/** Orders to OMS about tasks (5.2), checked before they are sent. Fields have their names in the document. */

export const taskId = z.string().regex(/^\d{1,19}$/, 'A task id has digits only')

export const taskFilter = z.strictObject({
  ...window,
  group_id: uuid.optional(),
  status: z.int().min(1).max(7).optional(),
})

export const taskStart = z.strictObject({
  ...startKeys,
  src_security_token: token.optional(),
  dst_security_token: token.optional(),
  migrate_failed_object: z.boolean().optional(),
})

export const bandwidthChange = z.strictObject({ bandwidth_policy: bandwidthPolicy })

/** The most tasks in one batch. */
export const batchSize = 20

/** The id of a task as batches name it: by a JSON number. A rounded id could be the number of another task. */
const numberedTask = taskId.refine((id) => Number.isSafeInteger(Number(id)), 'The id is too long for a number')

/** Whether a batch can name a task. */
export function canBeNumbered(id: string): boolean {
  return numberedTask.safeParse(id).success
}

export const batchUpdate = z
  .strictObject({
    group_id: uuid.optional(),
    ids: z.array(numberedTask.transform(Number)).min(1).max(batchSize).optional(),
    bandwidth_policy: bandwidthPolicy,
    /** Priority. Only for tasks that are waiting, paused or failed. */
    task_priority: priorityLevel.schema.optional(),
  })
  .refine(({ group_id, ids }) => (group_id === undefined) !== (ids === undefined), 'Either group_id or ids')
