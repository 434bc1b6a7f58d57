import { listKeyOf } from './failed-lists.ts'
import { failureMessage } from './failures.ts'
import { notificationOf, type Outcome } from './notification.ts'
import { type Progress, progressAt } from './progress.ts'
import type { Task, TaskRequest } from './task.ts'
import type { Behaviour } from './world.ts'

/** A task as OMS documents it, with every field, and with nulls, empty strings and numbers as in real responses. */
export type TaskAnswer = ReturnType<typeof answerTask>

export function answerTask(task: Task, now: number, behaviour: Behaviour) {
  const progress = progressAt(task, now)
  const { phase, request } = task
  return {
    id: Number(task.id),
    name: task.name,
    status: phase.status,
    ...echo(request),
    group_id: task.groupId,
    group_type: groupTypeOf(task),
    error_reason: phase.status === 4 ? { error_code: phase.code, error_msg: failureMessage(phase.code) } : null,
    start_time: task.startedAt,
    ...figures(progress),
    left_time: leftMs(progress),
    failed_object_record: failedObjectRecord(task, now, behaviour),
    smn_info: notificationOf(request, outcomeOf(task), task.notificationError),
    success_record_error_reason: recordErrorOf(task),
    skip_record_error_reason: recordErrorOf(task),
    obs_system: 'BUCKET',
  }
}

function echo(request: TaskRequest) {
  const { smn_config: _notification, source_cdn, migrate_since: sinceSeconds, ...settings } = request
  return {
    ...settings,
    ...nodesOf(request),
    source_cdn: source_cdn ?? null,
    /** Requests have seconds, responses milliseconds; see quirks. */
    migrate_since: sinceSeconds * 1_000,
  }
}

/** The source and destination of a task or group, with every field, and null where real responses have null. */
export function nodesOf({ src_node: source, dst_node: destination }: Pick<TaskRequest, 'src_node' | 'dst_node'>) {
  const { list_file: listFile } = source
  return {
    src_node: {
      bucket: source.bucket ?? null,
      cloud_type: source.cloud_type,
      region: source.region ?? null,
      app_id: source.app_id ?? null,
      object_key: source.object_key ?? [],
      list_file: listFile ? { list_file_num: '1', ...listFile } : null,
    },
    dst_node: { bucket: destination.bucket, region: destination.region, save_prefix: destination.save_prefix ?? '' },
  }
}

function figures(progress: Progress) {
  return {
    progress: progress.fraction,
    is_query_over: progress.isScanned,
    total_num: progress.knownObjects,
    total_size: progress.knownBytes,
    complete_size: progress.bytesDone,
    real_size: progress.bytesDone - progress.skippedBytes,
    successful_num: progress.successful,
    failed_num: progress.failed,
    skipped_num: progress.skipped,
    migrate_speed: progress.speed,
    total_time: progress.activeMs,
  }
}

function leftMs({ speed, knownBytes, bytesDone }: Progress): number {
  return speed > 0 ? Math.round(((knownBytes - bytesDone) / speed) * 1_000) : 0
}

function failedObjectRecord(task: Task, now: number, behaviour: Behaviour) {
  const key = listKeyOf(task, now, behaviour)
  if (key !== undefined) return { result: true, list_file_key: key, error_code: null }
  const isLost = task.phase.status === 4 && task.listError !== undefined
  return { result: isLost ? false : null, list_file_key: null, error_code: isLost ? (task.listError ?? null) : null }
}

/** The error with which OMS could not write the lists of objects. It writes them at the end. */
function recordErrorOf(task: Task): string | null {
  return (outcomeOf(task) && task.recordError) ?? null
}

function outcomeOf({ phase }: Task): Outcome | undefined {
  return phase.status === 5 ? 'SUCCESS' : phase.status === 4 ? 'FAILURE' : undefined
}

function groupTypeOf({ syncId, groupId }: Task) {
  if (syncId !== undefined) return 'SYNC_TASK'
  return groupId ? 'GROUP_TASK' : 'NORMAL_TASK'
}
