import type { Copying } from './copying.ts'
import type { Priority } from './fields/option-fields.ts'
import type { Limit } from './limit-rules.ts'
import type { Selected } from './selection.ts'

/** One thing that moves data from bucket to bucket, whatever the cloud calls it. */
export type Migration = {
  provider: ProviderName
  /** Name of the workspace's account through which the migration was read. */
  account: string
  kind: Kind
  /** The provider's own id. It is text, even if the provider has a number. */
  id: string
  name?: string
  description?: string
  source: Source
  target: Target
  state: State
  /** The provider's own word or number for the state, for people who compare with its console. */
  nativeState: string
  progress: Progress
  /** Speed in bytes per second, as the provider reports it. */
  speedBytesPerSecond?: number
  /** Average speed that Ferry measured between its own readings. No cloud reports this. */
  measured?: Measured
  /** When the record was created, in epoch milliseconds. Some clouds report this and not when it started. */
  createdAt?: number
  /** When the migration started, in epoch milliseconds. */
  startedAt?: number
  elapsedMs?: number
  /** The provider's own estimate of the time left. `pace.ts` decides whether to believe it. */
  remainingMs?: number
  failure?: Failure
  failedObjects?: FailedObjects
  /** Problems beside the copying; the objects themselves are not affected. */
  mishaps?: readonly Mishap[]
  copying?: Copying
  /** Id of the group that this migration belongs to. */
  groupId?: string
  /** What made the migration: a group, or one run of a synchronization task, which the cloud does not name. */
  madeBy?: 'group' | 'sync'
  /** The tasks of a group, counted by state. */
  tasks?: GroupTasks
  priority?: Priority
  /** Bandwidth rules. Empty if the provider reports no limit; absent if it does not say. */
  limits?: readonly Limit[]
  /** Keys that a start needs again because the cloud forgets them. */
  needsOnStart: readonly StartNeed[]
  /** When Ferry read these figures, in epoch milliseconds. */
  readAt: number
}

/** The average speed between two of Ferry's own readings. */
export type Measured = { bytesPerSecond: number; overMs: number }

export const providerNames = ['huawei', 'naver', 'upcloud'] as const
export type ProviderName = (typeof providerNames)[number]

export const kinds = ['task', 'group', 'sync', 'policy', 'job'] as const
export type Kind = (typeof kinds)[number]

export const states = [
  'queued',
  'running',
  'retrying',
  'pausing',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
  'deleting',
  'deleted',
  /** A state that Ferry does not know; `nativeState` says what the provider called it. */
  'unknown',
] as const
export type State = (typeof states)[number]

/** All states, from those that need somebody to those that are done. */
export const worstFirst: readonly State[] = [
  'failed',
  'unknown',
  'cancelled',
  'retrying',
  'paused',
  'pausing',
  'running',
  'queued',
  'deleting',
  'deleted',
  'succeeded',
]

export type Place = {
  /** The storage's vendor as the provider names it: `HuaweiCloud` or `AWS`. */
  cloud?: string
  region?: string
  bucket?: string
}
export type Source = Place &
  Selected & {
    /** Tencent's id of the bucket's owner. */
    appId?: string
    /** The content delivery network through which the source is read. `authentication` is how it checks who reads. */
    cdn?: { domain: string; protocol: 'http' | 'https'; authentication: string }
  }
/**
 * Where objects go. `prefix` precedes each object's name; `isFileSystem` tells a parallel file system from a bucket.
 */
export type Target = Place & { prefix?: string; isFileSystem?: boolean }

/** How far a migration has come. A figure that the provider does not report is absent, never 0. */
export type Progress = {
  /** Share done, from 0 to 1. */
  fraction?: number
  bytes: Count
  objects: Count & { failed?: number; skipped?: number }
  /** True while the source is still being counted, so totals will grow. */
  isCounting?: boolean
  /**
   * Set if the figures cover the current calendar month, for migrations that never end by themselves. Such figures fall
   * back to zero each month and are no share of a whole.
   */
  period?: 'month'
}
export type Count = { done?: number; total?: number }

/** The number of a group's tasks in each state, and the tasks to look at first. */
export type GroupTasks = {
  counts: Partial<Record<State, number>>
  /** Number of all tasks, if that is more than `counts` covers. */
  total?: number
  /** Tasks to look at first, worst state first: seldom all of them, and never one that succeeded. */
  worst: readonly GroupTask[]
}
export type GroupTask = { id: string; name?: string; state: State; failure?: Failure }

export type Failure = { code?: string; message?: string }

/** What the provider reports about objects that could not be moved. */
export type FailedObjects = {
  /** Whether the provider can retry only these objects. */
  canRetry: boolean
  /** Path of the list of failed objects in the destination bucket. */
  listKey?: string
  /** Error code that says why the list could not be written. */
  errorCode?: string
}

/**
 * A problem beside the copying: a notification was not sent, a record was not written, or requested encryption is
 * missing or unconfirmed.
 */
export type Mishap = Failure & { what: (typeof mishapKinds)[number] }
export const mishapKinds = [
  'notification',
  'record of copied objects',
  'record of skipped objects',
  'encryption unconfirmed',
  'encryption missing',
] as const

export type StartNeed = 'source-key' | 'target-key' | 'cdn-key'

/** States in which nothing happens until somebody acts. */
export function isSettled(state: State): boolean {
  return state === 'paused' || isEnded(state)
}

/** States after which the migration is over, though some can be restarted. */
export function isEnded(state: State): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'deleted'
}
