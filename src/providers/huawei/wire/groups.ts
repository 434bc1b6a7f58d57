import { z } from 'zod'
import { toldIn } from '../../wire/options.ts'
import { row } from '../../wire/reader.ts'
import { figure, number, text } from '../../wire/scalars.ts'
import { copying, limits, since } from '../options.ts'
import {
  pageOf,
  wireCdn,
  wireFailedObjects,
  wireNotification,
  wireReason,
  wireSource,
  wireTarget,
  wireUuid,
} from './parts.ts'

/**
 * A task group as OMS sends it (5.4.1, table TaskGroupResp). Only the id is required. Enumerated values are in upper
 * case here; in tasks they are not.
 */
export type WireGroup = z.infer<typeof wireGroup>

export const wireGroup = row({
  group_id: wireUuid,
  description: text,
  status: number,
  task_type: text,
  src_node: wireSource,
  dst_node: wireTarget,
  /** Counters of the group's tasks. They are null in every example, which means not known rather than none. */
  total_task_num: figure,
  create_task_num: figure,
  failed_task_num: figure,
  complete_task_num: figure,
  paused_task_num: figure,
  executing_task_num: figure,
  waiting_task_num: figure,
  /** Counters of objects, and of bytes. */
  total_num: figure,
  create_complete_num: figure,
  success_num: figure,
  fail_num: figure,
  skip_num: figure,
  total_size: figure,
  create_complete_size: figure,
  complete_size: figure,
  migrate_speed: figure,
  start_time: figure,
  total_time: figure,
  migrate_since: since.told,
  error_reason: wireReason,
  failed_object_record: wireFailedObjects,
  bandwidth_policy: limits.told,
  source_cdn: wireCdn,
  smn_config: wireNotification,
  obs_system: text,
  ...toldIn(copying),
})

export const wireGroupPage = z
  .object({ taskgroups: z.array(z.unknown()).nullable(), count: figure })
  .transform(({ taskgroups, count }) => pageOf(wireGroup, taskgroups, count))

export const wireGroupCreated = z.object({ group_id: wireUuid })
