import { failureMessage } from '../failures.ts'
import { notificationOf, type Outcome } from '../notification.ts'
import { progressAt } from '../progress.ts'
import type { Task } from '../task.ts'
import { nodesOf } from '../task-answer.ts'
import type { Behaviour } from '../world.ts'
import { activeMsAt, type Group } from './group.ts'

/** A task group as OMS documents it, with every field. */
export type GroupAnswer = ReturnType<typeof answerGroup>

export type GroupView = { tasks: readonly Task[]; now: number; behaviour: Behaviour }

export function answerGroup(group: Group, { tasks, now, behaviour }: GroupView) {
  const figures = sumOf(tasks, now)
  const { smn_config: _notification, task_priority: _priority, ...request } = group.request
  return {
    group_id: group.id,
    status: group.phase.status,
    error_reason: reasonOf(group, tasks, behaviour),
    ...request,
    ...placesOf(group),
    task_type: request.task_type.toUpperCase(),
    smn_config: notificationOf(group.request, outcomeOf(group)),
    source_cdn: request.source_cdn ?? null,
    /** Requests have seconds, responses milliseconds; see quirks. */
    migrate_since: request.migrate_since * 1_000,
    total_time: activeMsAt(group, now),
    start_time: group.startedAt,
    ...figures,
    ...countersOf(group, tasks, behaviour),
    failed_object_record: failedObjectRecord(group, figures.fail_num),
    obs_system: 'BUCKET',
  }
}

/** Groups have clouds in capitals, and "" where tasks have null. */
function placesOf({ request }: Group) {
  const { src_node: source, dst_node } = nodesOf(request)
  const { bucket, region, app_id: appId } = source
  const texts = { bucket: bucket ?? '', region: region ?? '', app_id: appId ?? '' }
  return { src_node: { ...source, ...texts, cloud_type: source.cloud_type.toUpperCase() }, dst_node }
}

/** The reason of a failed group. It has none of its own, at best the one that all its failed tasks share. */
function reasonOf({ phase }: Group, tasks: readonly Task[], { groupFailureReason }: Behaviour) {
  if (phase.status === 4) return { error_code: phase.code, error_msg: failureMessage(phase.code) }
  if (phase.status !== 5 || groupFailureReason === 'none') return null
  const codes = new Set(tasks.flatMap((task) => (task.phase.status === 4 ? [task.phase.code] : [])))
  const [code] = codes
  return code !== undefined && codes.size === 1 ? { error_code: code, error_msg: failureMessage(code) } : null
}

function sumOf(tasks: readonly Task[], now: number) {
  const all = tasks.map((task) => progressAt(task, now))
  const sum = (pick: (progress: (typeof all)[number]) => number) =>
    all.reduce((total, progress) => total + pick(progress), 0)
  return {
    migrate_speed: sum(({ speed }) => speed),
    total_num: tasks.reduce((total, { plan }) => total + plan.objects, 0),
    success_num: sum(({ successful }) => successful),
    fail_num: sum(({ failed }) => failed),
    skip_num: sum(({ skipped }) => skipped),
    total_size: tasks.reduce((total, { plan }) => total + plan.bytes, 0),
    complete_size: sum(({ bytesDone }) => bytesDone),
  }
}

/** The group's counters. Null means unknown, not zero. */
function countersOf(group: Group, tasks: readonly Task[], { groupCounters }: Behaviour) {
  const isCounted = groupCounters === 'counted'
  const inState = (...states: number[]) =>
    isCounted ? tasks.filter(({ phase }) => states.includes(phase.status)).length : null
  return {
    total_task_num: isCounted ? group.plan.taskCount : null,
    create_task_num: isCounted ? group.created : null,
    failed_task_num: inState(4),
    complete_task_num: inState(5),
    paused_task_num: inState(3),
    executing_task_num: inState(2, 6, 7),
    waiting_task_num: inState(1),
    create_complete_num: isCounted ? tasks.reduce((sum, { plan }) => sum + plan.objects, 0) : null,
    create_complete_size: isCounted ? tasks.reduce((sum, { plan }) => sum + plan.bytes, 0) : null,
  }
}

/** The record of failed objects. The lists of a group are in a folder; a task has a single list. */
function failedObjectRecord({ id, phase, request }: Group, failed: number) {
  const isWritten = phase.status === 5 && failed > 0 && request.enable_failed_object_recording
  return {
    result: isWritten ? true : null,
    list_file_key: isWritten ? `oms/task_group/${id}/failed_object_lists/` : null,
    error_code: null,
  }
}

function outcomeOf({ phase }: Group): Outcome | undefined {
  if (phase.status === 6) return 'SUCCESS'
  return phase.status === 4 || phase.status === 5 ? 'FAILURE' : undefined
}
