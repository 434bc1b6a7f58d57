import { defined } from '../../defined.ts'
import { isEnded, type Migration, type NotMigrated, type Progress, type State } from '../../migrations/migration.ts'
import type { Selected } from '../../migrations/spec/selection.ts'
import type { Source, Target } from '../../migrations/spec/source-and-target.ts'
import type { WirePolicy } from './wire.ts'

/**
 * Reads a policy of Object Migration as a Migration. Its title is its id. Absent fields are those that NAVER does not
 * report. Pure.
 */
export function toMigration(policy: WirePolicy, reading: { account: string; readAt: number }): Migration {
  const state = toState(policy.jobState)
  return defined({
    provider: 'naver',
    account: reading.account,
    kind: 'policy',
    id: policy.title,
    source: sourceOf(policy),
    target: targetOf(policy),
    state,
    nativeState: policy.jobState ?? 'none',
    progress: progressOf(policy, state),
    createdAt: policy.createTime,
    // NAVER keeps the keys of the source, and has those of the destination.
    needsOnStart: [],
    readAt: reading.readAt,
  })
}

function toState(jobState: string | undefined): State {
  return (jobState === undefined ? undefined : states.get(jobState.toUpperCase())) ?? 'unknown'
}

const states: ReadonlyMap<string, State> = new Map<string, State>([
  ['INITIALIZED', 'queued'],
  ['STARTED', 'running'],
  ['PAUSED', 'paused'],
  ['DONE', 'succeeded'],
  ['ERROR', 'failed'],
  ['DELETED', 'deleted'],
])

function sourceOf({ sourcePrefix: prefix, ...policy }: WirePolicy): Source {
  return defined({
    cloud: policy.sourceCspType,
    region: policy.sourceRegionName,
    bucket: policy.sourceBucketName,
    ...(prefix === undefined ? {} : selectedBy(prefix)),
  })
}

function selectedBy(prefix: string): Selected {
  return prefix === '' ? { selection: 'everything' } : { selection: 'prefixes', names: [prefix] }
}

function targetOf(policy: WirePolicy): Target {
  return defined({
    cloud: 'NAVER Cloud',
    region: policy.targetRegionName,
    bucket: policy.targetBucketName,
    prefix: policy.targetPrefix || undefined,
  })
}

/** How far a policy has come. NAVER's “skipped” objects and bytes are those that it did not migrate. */
function progressOf(policy: WirePolicy, state: State): Progress {
  return defined({
    bytes: defined({ done: policy.migratedSize, total: policy.estimatedSize }),
    objects: defined({ done: policy.migratedObjectNum, total: policy.estimatedObjectNum }),
    notMigrated: notMigratedIn(policy),
    isCounting: policy.estimatedDone === undefined || isEnded(state) ? undefined : !policy.estimatedDone,
  })
}

function notMigratedIn({ skippedObjectNum: objects, skippedSize: bytes }: WirePolicy): NotMigrated | undefined {
  return objects === undefined && bytes === undefined ? undefined : defined({ objects, bytes })
}
