import { defined } from '../../../defined.ts'
import { type GroupTasks, isEnded, type Migration, type State } from '../../../migrations/migration.ts'
import { copyingOf } from '../options.ts'
import type { WireGroup } from '../wire/groups.ts'
import { totalBeyond } from './group-tasks.ts'
import { cdnOf, cloudOf, failedObjectsOf, failureOf, mishapsOf, needsOnStart, type Reading, targetOf } from './parts.ts'
import { selectedOf } from './selection.ts'

/** Reads a task group of OMS as a Migration. Absent fields are those that OMS does not report. Pure. */
export function groupToMigration(group: WireGroup, reading: Reading): Migration {
  const state = groupStates[group.status ?? NaN] ?? 'unknown'
  const { cloud_type: cloud, region, bucket, app_id: appId } = group.src_node ?? {}
  return defined({
    provider: 'huawei',
    account: reading.account,
    kind: 'group',
    id: group.group_id,
    description: group.description,
    source: defined({
      cloud: cloudOf(cloud),
      region,
      bucket,
      appId,
      cdn: cdnOf(group.source_cdn),
      ...selectedOf(group),
    }),
    target: targetOf(group.dst_node, group.obs_system),
    state,
    nativeState: String(group.status ?? 'none'),
    progress: {
      // The document calls `total_size` what has been migrated; its examples show that it is the whole.
      bytes: defined({ done: group.complete_size, total: group.total_size ?? group.create_complete_size }),
      objects: defined({
        done: group.success_num,
        // Until a group has created all its tasks, only the total of those created by now is known.
        total: group.total_num ?? group.create_complete_num,
        failed: group.fail_num,
        skipped: group.skip_num,
      }),
    },
    speedBytesPerSecond: group.migrate_speed,
    startedAt: group.start_time || undefined,
    elapsedMs: group.total_time,
    failure: failureOf(group.error_reason),
    failedObjects: failedObjectsOf(group.failed_object_record, { isRecording: group.enable_failed_object_recording }),
    mishaps: mishapsOf({}, isEnded(state) ? group.smn_config : undefined),
    copying: copyingOf(group),
    tasks: countedTasks(group),
    limits: group.bandwidth_policy,
    needsOnStart: needsOnStart(group.task_type, group.source_cdn),
    readAt: reading.readAt,
  })
}

/**
 * The tasks of a group by its own counters, which do not name single tasks. They are null in every example of the
 * document.
 */
function countedTasks(group: WireGroup): GroupTasks | undefined {
  const counts = defined({
    failed: group.failed_task_num,
    paused: group.paused_task_num,
    running: group.executing_task_num,
    queued: group.waiting_task_num,
    succeeded: group.complete_task_num,
  })
  if (Object.keys(counts).length === 0) return undefined
  return defined({ counts, total: totalBeyond(counts, group.total_task_num ?? group.create_task_num), worst: [] })
}

/** States by OMS's `status` of a group. */
const groupStates: Readonly<Record<number, State | undefined>> = {
  0: 'queued',
  // The group creates its tasks, and can be paused meanwhile (5.4.5).
  1: 'running',
  2: 'running',
  3: 'paused',
  // The group could not create its tasks. This is the only status that certainly comes with a reason.
  4: 'failed',
  5: 'failed',
  6: 'succeeded',
  7: 'pausing',
  8: 'deleting',
  9: 'deleting',
}
