import { defined } from '../../../defined.ts'
import { isEnded, type Migration, type Progress, type State } from '../../../migrations/migration.ts'
import { copyingOf } from '../options.ts'
import type { WireTask } from '../wire/tasks.ts'
import { cdnOf, failedObjectsOf, failureOf, mishapsOf, needsOnStart, type Reading, targetOf } from './parts.ts'
import { selectedOf } from './selection.ts'

/** Reads a task of OMS as a Migration. Absent fields are those that OMS does not report. Pure. */
export function taskToMigration(task: WireTask, reading: Reading): Migration {
  const state = taskStates[task.status ?? NaN] ?? 'unknown'
  const { cloud_type: cloud, region, bucket, app_id: appId } = task.src_node ?? {}
  return defined({
    provider: 'huawei',
    account: reading.account,
    kind: 'task',
    id: task.id,
    name: task.name,
    description: task.description,
    source: defined({ cloud, region, bucket, appId, cdn: cdnOf(task.source_cdn), ...selectedOf(task) }),
    target: targetOf(task.dst_node, task.obs_system),
    state,
    nativeState: String(task.status ?? 'none'),
    progress: progressOf(task, state),
    speedBytesPerSecond: task.migrate_speed,
    startedAt: task.start_time || undefined,
    elapsedMs: task.total_time,
    remainingMs: task.left_time,
    failure: failureOf(task.error_reason),
    failedObjects: failedObjectsOf(task.failed_object_record, {
      isRecording: task.enable_failed_object_recording,
      failedCount: task.failed_num,
    }),
    mishaps: mishapsOf(task, isEnded(state) ? task.smn_info : undefined),
    copying: copyingOf(task),
    groupId: task.group_id,
    madeBy: makers.get(task.group_type?.toUpperCase() ?? ''),
    priority: task.task_priority,
    limits: task.bandwidth_policy,
    needsOnStart: needsOnStart(task.task_type, task.source_cdn),
    readAt: reading.readAt,
  })
}

/** States by OMS's `status` of a task. */
const taskStates: Readonly<Record<number, State | undefined>> = {
  // Undocumented: a task that is being set up.
  0: 'queued',
  1: 'queued',
  2: 'running',
  3: 'paused',
  4: 'failed',
  5: 'succeeded',
  6: 'retrying',
  7: 'pausing',
}

/** Maker of a task, by its `group_type`. A person made a NORMAL_TASK. */
const makers: ReadonlyMap<string, NonNullable<Migration['madeBy']>> = new Map([
  ['GROUP_TASK', 'group'],
  ['SYNC_TASK', 'sync'],
])

function progressOf(task: WireTask, state: State): Progress {
  return defined({
    fraction: task.progress,
    // `complete_size` counts skipped objects too, as `total_size` does; `real_size` doesn't.
    bytes: defined({ done: task.complete_size ?? task.real_size, total: task.total_size }),
    objects: defined({
      done: task.successful_num,
      total: task.total_num,
      failed: task.failed_num,
      skipped: task.skipped_num,
    }),
    isCounting: task.is_query_over === undefined || isEnded(state) ? undefined : !task.is_query_over,
  })
}
