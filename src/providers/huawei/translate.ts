import type {
  FailedObjects,
  Failure,
  Limit,
  Migration,
  Place,
  Priority,
  Progress,
  StartNeed,
  State,
} from '../../migrations/migration.ts'
import { isEnded } from '../../migrations/migration.ts'
import { reported } from '../reported.ts'
import { scopeOf } from './scope.ts'
import type { WireTask } from './wire.ts'

/** A task of OMS as a Migration. What OMS does not report is left out. Pure. */
export function toMigration(task: WireTask, reading: { account: string; readAt: number }): Migration {
  const state = toState(task.status)
  return reported({
    provider: 'huawei',
    account: reading.account,
    kind: 'task',
    id: task.id,
    name: task.name,
    description: task.description,
    source: sourceOf(task),
    target: targetOf(task),
    state,
    nativeState: String(task.status ?? 'none'),
    progress: progressOf(task, state),
    speedBytesPerSecond: task.migrate_speed,
    startedAt: task.start_time || undefined,
    elapsedMs: task.total_time,
    remainingMs: task.left_time,
    failure: failureOf(task),
    failedObjects: failedObjectsOf(task),
    groupId: task.group_id,
    priority: priorityOf(task),
    limits: limitsOf(task),
    needsOnStart: needsOnStartOf(task),
    readAt: reading.readAt,
  })
}

export function toState(status: number | undefined): State {
  return (status === undefined ? undefined : states[status]) ?? 'unknown'
}

const states: Readonly<Record<number, State | undefined>> = {
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

/** The `status` that lists a state. There is none for retrying tasks, though answers hold them. */
export const statusFilters: Readonly<Partial<Record<State, number>>> = {
  queued: 1,
  running: 2,
  paused: 3,
  failed: 4,
  succeeded: 5,
  pausing: 7,
}

function sourceOf(task: WireTask): Place {
  const { cloud_type: cloud, region, bucket } = task.src_node ?? {}
  return reported({ cloud, region, bucket, scope: scopeOf(task) })
}

function targetOf({ dst_node: node }: WireTask): Place {
  const scope = node?.save_prefix === undefined ? undefined : `prefix ${node.save_prefix}`
  return reported({ cloud: 'HuaweiCloud', region: node?.region, bucket: node?.bucket, scope })
}

function progressOf(task: WireTask, state: State): Progress {
  return reported({
    fraction: task.progress,
    // `complete_size` counts skipped objects too, as `total_size` does; `real_size` doesn't.
    bytes: reported({ done: task.complete_size ?? task.real_size, total: task.total_size }),
    objects: reported({
      done: task.successful_num,
      total: task.total_num,
      failed: task.failed_num,
      skipped: task.skipped_num,
    }),
    isCounting: task.is_query_over === undefined || isEnded(state) ? undefined : !task.is_query_over,
  })
}

function failureOf({ error_reason: reason }: WireTask): Failure | undefined {
  const failure = reported({ code: reason?.error_code, message: reason?.error_msg })
  return Object.keys(failure).length === 0 ? undefined : failure
}

/** OMS sends the record with every field null when there is nothing in it. */
function failedObjectsOf(task: WireTask): FailedObjects | undefined {
  const { result, list_file_key: listKey, error_code: errorCode } = task.failed_object_record ?? {}
  if (result === undefined && listKey === undefined && errorCode === undefined) return undefined
  const canRetry = result === true && task.enable_failed_object_recording !== false
  return reported({ canRetry, listKey, errorCode })
}

function priorityOf({ task_priority: priority }: WireTask): Priority | undefined {
  const known: Readonly<Record<string, Priority>> = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' }
  return priority === undefined ? undefined : known[priority.toUpperCase()]
}

/** A bandwidth of 0 occurs in answers and limits nothing. */
function limitsOf({ bandwidth_policy: rules }: WireTask): Limit[] | undefined {
  return rules?.flatMap((rule) => {
    if (!rule?.start || !rule.end || !rule.max_bandwidth) return []
    return [{ start: rule.start, end: rule.end, bytesPerSecond: rule.max_bandwidth }]
  })
}

/** OMS forgets keys at each pause (5.2.5). A list of URLs has no source account, so no source key. */
function needsOnStartOf(task: WireTask): StartNeed[] {
  const needs: StartNeed[] = task.task_type === 'url_list' ? ['target-key'] : ['source-key', 'target-key']
  const authentication = task.source_cdn?.authentication_type ?? 'NONE'
  return withoutCdnKey.includes(authentication) ? needs : [...needs, 'cdn-key']
}

/** Qiniu and Kingsoft Cloud sign with the source's key pair (5.2.3, authentication_key). */
const withoutCdnKey = ['NONE', 'QINIU_PRIVATE_AUTHENTICATION', 'KSYUN_PRIVATE_AUTHENTICATION']
