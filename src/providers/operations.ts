import type { AppError } from '../errors/errors.ts'
import type { Action, InStates } from '../migrations/actions.ts'
import type { FailedObject, ListLimits, ListReading } from '../migrations/failed-objects.ts'
import type { Takes } from '../migrations/fields/index.ts'
import type { Priority } from '../migrations/fields/option-fields.ts'
import type { Statistics } from '../migrations/figures/statistics.ts'
import type { Kind, Migration } from '../migrations/migration.ts'
import type { PreflightCheck, Spec, SpecProblems } from '../migrations/spec/spec.ts'
import type { StorageSecret } from '../migrations/spec/storage-secret.ts'
import type { Limit, LimitRules } from '../migrations/typed/limit-rules.ts'

/* Operations on migrations of one kind: what is known of each, and how it is carried out. */

/** Terms of each operation of a kind, known without asking the cloud. */
export type Terms = { [Name in Exclude<Action, 'limit' | 'edit'>]: InStates } & {
  limit: InStates & { rules: LimitRules }
  /** `inputs` are what an existing migration can be changed to. */
  edit: InStates & { inputs: Inputs }
  statistics: object
  failures: object
  creation: Creation
}
export type Operation = keyof Terms

/** How an operation is carried out. None repeats a call that might have had an effect. */
type Act<Order, Answer = void> = (order: Order, options: CallOptions) => Promise<Answer>
/** Operations on migrations of one kind in one account. */
export type Operations = {
  pause: Act<Target>
  /** Starts a waiting migration or resumes a paused one. */
  start: Act<StartOrder>
  /** Repeats a failed migration, all of it or only the objects that failed. */
  retry: Act<StartOrder>
  'retry-failed': Act<StartOrder>
  /** Has changed objects copied, by their names as in the bucket. Resolves to how many were accepted. */
  push: Act<PushOrder, PushOutcome>
  /**
   * Replaces everything that the inputs of `edit` take. The keys of the source are needed again. If the name is the id,
   * another name gives another id.
   */
  edit: Act<EditOrder>
  /** Replaces the bandwidth rules; an empty list lifts them. Each target has its outcome. */
  limit: Act<LimitOrder, readonly TargetOutcome[]>
  /** Sets the place in the queue. Takes migrations as just read: some clouds want their other settings again. */
  prioritize: Act<PriorityOrder, readonly TargetOutcome[]>
  /** Deletes a migration. One that is gone already counts as deleted. */
  delete: Act<Target>
  /** Ends a migration for good and keeps its record. */
  cancel: Act<Target>
  /** Reads what a migration did over time. */
  statistics: Act<Target & Period, Statistics>
  /**
   * Reads the lists of failed objects in the destination bucket and hands over each object once. Throws AppError
   * failed_list_gone, failed_list_locked, failed_list_key_unfit, failed_list_archived, failed_list_bucket_gone,
   * failed_list_elsewhere or failed_list_unplaced if it cannot.
   */
  failures: Act<FailuresOrder, ListReading>
  creation: Creator
}

/** How migrations of one kind are created in one account. */
export type Creator = {
  /**
   * Looks for everything that could go wrong and changes nothing. A check that could not be made is a result of its
   * own, not an error. An order with problems throws form_invalid, as in `create`.
   */
  preflight: Act<CreateOrder, readonly PreflightCheck[]>
  /**
   * Creates a migration, which starts by itself or has been started, and resolves to its id. After
   * provider_outcome_unknown there may be one, perhaps still waiting to be started: `findCreated` finds out.
   */
  create: Act<CreateOrder, { id: string }>
  /**
   * The migration that was created with this token, however far its creation got. Undefined if there is certainly none.
   * Throws provider_outcome_unknown if nobody can say.
   */
  findCreated: Act<MadeOrder, Migration | undefined>
}

/** Fields that a person fills in when a migration is created or changed, and their checks. */
export type Inputs = {
  takes: Takes
  /** Everything that is wrong with a spec, before anybody is asked to approve it. Pure; makes no call. */
  problemsIn(spec: Spec, keys: SpecKeys): SpecProblems
}

/** How migrations of one kind are created. */
export type Creation = Inputs & {
  /** The field that carries the token by which Ferry finds a migration if the answer to its creation was lost. */
  tokenIn: 'name' | 'description'
}

/** The secrets of the storage keys that a spec names for its source and target buckets. */
export type SpecKeys = { source?: StorageSecret; target?: StorageSecret }

export type LimitOrder = { targets: readonly Target[]; limits: readonly Limit[] }
export type PriorityOrder = { migrations: readonly Migration[]; priority: Priority }
/** The outcome for one target. `error`: it was refused, or nobody knows. `requestId` is the cloud's own. */
export type TargetOutcome = Target & { error?: AppError; requestId?: string }
export type PushOrder = Target & { names: readonly string[] }
/** The outcome of a push, sent in several calls. `error` says why names after the first `accepted` were not sent. */
export type PushOutcome = { accepted: number; error?: AppError }
/** An order to read the failed objects of a migration as just read. `secret` opens its destination bucket. */
export type FailuresOrder = {
  migration: Migration
  secret: StorageSecret
  limits: ListLimits
  onObject(object: FailedObject): void
}
/** A period of time. Both ends are in epoch milliseconds. */
export type Period = { from: number; to: number }
/** An order to edit a migration. `spec` is its new content; account and kind stay the same. */
export type EditOrder = Target & { spec: Spec; keys: SpecKeys }

export type CallOptions = {
  signal?: AbortSignal
  /** Receives the cloud's own id of each accepted request that changes something, if the cloud names one. */
  onRequestId?(id: string): void
}
export type Target = { kind: Kind; id: string }
export type StartOrder = Target & { source?: StorageSecret; destination?: StorageSecret }
/** An order to create a migration. No two share a `token`: letters and digits only, at most `maxTokenLength`. */
export type CreateOrder = { spec: Spec; keys: SpecKeys; token: string }
/** An order that may have been carried out, not before `since` (epoch milliseconds). `besides` is an id not meant. */
export type MadeOrder = CreateOrder & { since: number; besides?: string }
