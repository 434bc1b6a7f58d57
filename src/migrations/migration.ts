import type { Copying } from './copying.ts'
import type { Priority } from './fields/option-fields.ts'
import type { Limit } from './limit-rules.ts'
import type { Selected } from './selection.ts'

/** One thing that moves data from bucket to bucket, whatever the cloud calls it. */
export type Migration = {
  provider: ProviderName
  /** Name of the workspace's account through which it was read. */
  account: string
  kind: Kind
  /** The provider's own id, as text even where it is a number there. */
  id: string
  name?: string
  description?: string
  source: Source
  target: Target
  state: State
  /** The provider's own word or number for the state, for people who compare with its console. */
  nativeState: string
  progress: Progress
  /** Bytes per second as the provider reports it. */
  speedBytesPerSecond?: number
  /** The same as Ferry has seen it come, over a time; no cloud reports this. */
  measured?: Measured
  /** Epoch milliseconds. When its record was made: some clouds report this and not when it started. */
  createdAt?: number
  /** Epoch milliseconds. */
  startedAt?: number
  elapsedMs?: number
  /** The provider's own estimate; `pace.ts` decides whether it can be believed. */
  remainingMs?: number
  failure?: Failure
  failedObjects?: FailedObjects
  /** What else went wrong; the objects themselves are not affected. */
  mishaps?: readonly Mishap[]
  copying?: Copying
  /** Id of the group that this one belongs to. */
  groupId?: string
  /** What made it: a group, or one run of a synchronization task, which the cloud does not name. */
  madeBy?: 'group' | 'sync'
  /** What a group consists of. */
  tasks?: GroupTasks
  priority?: Priority
  /** Empty when the provider says that there is no limit; absent when it doesn't say. */
  limits?: readonly Limit[]
  /** What a start has to be given again because the cloud forgets it. */
  needsOnStart: readonly StartNeed[]
  /** When these figures were read, epoch milliseconds. */
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

/** From what needs somebody to what is done. */
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
  /** The storage's vendor as the provider names it, `HuaweiCloud` or `AWS`. */
  cloud?: string
  region?: string
  bucket?: string
}
export type Source = Place &
  Selected & {
    /** What Tencent calls the owner of a bucket. */
    appId?: string
    /** The content delivery network that it is read through; `authentication` is how that asks who reads. */
    cdn?: { domain: string; protocol: 'http' | 'https'; authentication: string }
  }
/** `prefix` is put before the name of each object; `isFileSystem` tells a parallel file system from a bucket. */
export type Target = Place & { prefix?: string; isFileSystem?: boolean }

/** A field that the provider does not report is absent, never 0. */
export type Progress = {
  /** 0 to 1. */
  fraction?: number
  bytes: Count
  objects: Count & { failed?: number; skipped?: number }
  /** True while the source is still being counted, so that totals will grow. */
  isCounting?: boolean
  /**
   * Set where these are figures of the current calendar month, for what never ends by itself: they fall back to nothing,
   * and there is no share of a whole.
   */
  period?: 'month'
}
export type Count = { done?: number; total?: number }

/** How many tasks of a group are in which state, and the ones to look at first. */
export type GroupTasks = {
  counts: Partial<Record<State, number>>
  /** How many there are in all, where that is more than `counts` knows the state of. */
  total?: number
  /** Worst state first; seldom all of them, and none that has succeeded. */
  worst: readonly GroupTask[]
}
export type GroupTask = { id: string; name?: string; state: State; failure?: Failure }

export type Failure = { code?: string; message?: string }

/** What is known of the objects that could not be moved. */
export type FailedObjects = {
  /** Whether the provider can retry just these. */
  canRetry: boolean
  /** Path of the list of failed objects in the destination bucket. */
  listKey?: string
  /** Why that list could not be written. */
  errorCode?: string
}

/** Something beside the copying that did not work; of a record, that it could not be written; of encryption, that it was asked for. */
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
