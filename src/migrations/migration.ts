import { z } from 'zod'
import { priorities } from './fields/option-fields.ts'
import { listOf } from './list-of.ts'
import { copyingSchema } from './spec/copying.ts'
import { sourceSchema, targetSchema } from './spec/source-and-target.ts'
import { limitSchema } from './typed/limit-rules.ts'

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

const countSchema = z.object({ done: z.number().exactOptional(), total: z.number().exactOptional() })
export type Count = z.infer<typeof countSchema>

/** Objects that a cloud has passed over without migrating them. A figure that it does not report is absent. */
export const notMigratedSchema = z.object({ objects: z.number().exactOptional(), bytes: z.number().exactOptional() })
export type NotMigrated = z.infer<typeof notMigratedSchema>

/** How far a migration has come. A figure that the provider does not report is absent, never 0. */
export const progressSchema = z.object({
  /** Share done, from 0 to 1. */
  fraction: z.number().exactOptional(),
  bytes: countSchema,
  objects: z.object({
    ...countSchema.shape,
    failed: z.number().exactOptional(),
    skipped: z.number().exactOptional(),
  }),
  /**
   * Objects and bytes that were not migrated and are not counted as done. A migration that ends with any is incomplete.
   */
  notMigrated: notMigratedSchema.exactOptional(),
  /** True while the source is still being counted, so totals will grow. */
  isCounting: z.boolean().exactOptional(),
  /**
   * Set if the figures cover the current calendar month, for migrations that never end by themselves. Such figures fall
   * back to zero each month and are no share of a whole.
   */
  period: z.literal('month').exactOptional(),
})
export type Progress = z.infer<typeof progressSchema>

/** The average speed between two of Ferry's own readings. */
const measuredSchema = z.object({ bytesPerSecond: z.number(), overMs: z.number() })
export type Measured = z.infer<typeof measuredSchema>

export const failureSchema = z.object({ code: z.string().exactOptional(), message: z.string().exactOptional() })
export type Failure = z.infer<typeof failureSchema>

/** The provider's record of objects that could not be moved. */
const failedObjectsSchema = z.object({
  /** Whether the provider can retry only these objects. */
  canRetry: z.boolean(),
  /** Path of the list of failed objects in the destination bucket. */
  listKey: z.string().exactOptional(),
  /** Error code that says why the list could not be written. */
  errorCode: z.string().exactOptional(),
})
export type FailedObjects = z.infer<typeof failedObjectsSchema>

export const mishapKinds = [
  'notification',
  'record of copied objects',
  'record of skipped objects',
  'encryption unconfirmed',
  'encryption missing',
] as const

/**
 * A problem beside the copying: a notification was not sent, a record was not written, or requested encryption is
 * missing or unconfirmed.
 */
const mishapSchema = z.object({
  what: z.enum(mishapKinds),
  ...failureSchema.shape,
  /** Name of the topic to which a notification was not sent. */
  topic: z.string().exactOptional(),
})
export type Mishap = z.infer<typeof mishapSchema>

const groupTaskSchema = z.object({
  id: z.string(),
  name: z.string().exactOptional(),
  state: z.enum(states),
  failure: failureSchema.exactOptional(),
})
export type GroupTask = z.infer<typeof groupTaskSchema>

/** The number of a group's tasks in each state, and the tasks to look at first. */
const groupTasksSchema = z.object({
  counts: z.partialRecord(z.enum(states), z.number()),
  /** Number of all tasks, if that is more than `counts` covers. */
  total: z.number().exactOptional(),
  /** Tasks to look at first, worst state first: seldom all of them, and never one that succeeded. */
  worst: listOf(groupTaskSchema),
})
export type GroupTasks = z.infer<typeof groupTasksSchema>

const startNeeds = ['source-key', 'target-key', 'cdn-key'] as const
export type StartNeed = (typeof startNeeds)[number]

/** One thing that moves data from bucket to bucket, whatever the cloud calls it. */
export const migrationSchema = z.object({
  provider: z.enum(providerNames),
  /** Name of the workspace's account through which the migration was read. */
  account: z.string(),
  kind: z.enum(kinds),
  /** The provider's own id. It is text, even if the provider has a number. */
  id: z.string(),
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  source: sourceSchema,
  target: targetSchema,
  state: z.enum(states),
  /** The provider's own word or number for the state, for people who compare with its console. */
  nativeState: z.string(),
  /** Names of the fields of an answer in which no state could be read, for whoever compares it with the cloud's. */
  fieldsSent: listOf(z.string()).exactOptional(),
  progress: progressSchema,
  /** Speed in bytes per second, as the provider reports it. */
  speedBytesPerSecond: z.number().exactOptional(),
  /** Average speed that Ferry measured between its own readings. No cloud reports this. */
  measured: measuredSchema.exactOptional(),
  /** When the record was created, in epoch milliseconds. Some clouds report this and not when it started. */
  createdAt: z.number().exactOptional(),
  /** When the migration started, in epoch milliseconds. */
  startedAt: z.number().exactOptional(),
  elapsedMs: z.number().exactOptional(),
  /** The provider's own estimate of the time left. `pace.ts` decides whether to believe it. */
  remainingMs: z.number().exactOptional(),
  failure: failureSchema.exactOptional(),
  failedObjects: failedObjectsSchema.exactOptional(),
  /** Problems beside the copying; the objects themselves are not affected. */
  mishaps: listOf(mishapSchema).exactOptional(),
  copying: copyingSchema.exactOptional(),
  /** Id of the group that this migration belongs to. */
  groupId: z.string().exactOptional(),
  /** The maker of the migration: a group, or one run of a synchronization task, which the cloud does not name. */
  madeBy: z.enum(['group', 'sync']).exactOptional(),
  /** The tasks of a group, counted by state. */
  tasks: groupTasksSchema.exactOptional(),
  priority: z.enum(priorities).exactOptional(),
  /** Bandwidth rules. Empty if the provider reports no limit; absent if it does not say. */
  limits: listOf(limitSchema).exactOptional(),
  /** Keys that a start needs again because the cloud forgets them. */
  needsOnStart: listOf(z.enum(startNeeds)),
  /**
   * Whether this reading tells through which delivery network the source is read, and so whether a start needs its key.
   * False: nothing follows from `source.cdn` being absent. Absent where every reading tells.
   */
  isCdnTold: z.boolean().exactOptional(),
  /** When Ferry read these figures, in epoch milliseconds. */
  readAt: z.number(),
})
export type Migration = z.infer<typeof migrationSchema>

/** States in which nothing happens until somebody acts. */
export function isSettled(state: State): boolean {
  return state === 'paused' || isEnded(state)
}

/** States after which the migration is over, though some can be restarted. */
export function isEnded(state: State): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'deleted'
}

/** States after which no figure changes any more, unless somebody starts the migration again elsewhere. */
export function isFinal(state: State): boolean {
  return state === 'succeeded' || state === 'cancelled' || state === 'deleted'
}

/** When a migration began, or was created if it has not begun. Epoch milliseconds. */
export function bornAt({ startedAt, createdAt }: Pick<Migration, 'startedAt' | 'createdAt'>): number {
  return startedAt ?? createdAt ?? Number.MAX_SAFE_INTEGER
}
