import type { Clock } from '../clock.ts'
import type { AppError, ErrorDetails } from '../errors.ts'
import type { Abilities } from '../migrations/actions.ts'
import type { FailedObject, ListLimits, ListReading } from '../migrations/failed-objects.ts'
import type { Takes } from '../migrations/fields/index.ts'
import type { Priority } from '../migrations/fields/option-fields.ts'
import type { Limit, LimitRules } from '../migrations/limit-rules.ts'
import type { Kind, Migration, ProviderName, State } from '../migrations/migration.ts'
import type {
  Bucket,
  BucketPage,
  BucketRegion,
  CdnCheck,
  Region,
  ServiceFact,
  StorageService,
} from '../migrations/places.ts'
import type { PreflightCheck, Spec, SpecProblems } from '../migrations/spec.ts'
import type { Statistics } from '../migrations/statistics.ts'
import type { StorageSecret } from '../migrations/storage-secret.ts'
import type { FetchJson } from './http.ts'

/**
 * A cloud's migration service. One definition per provider, all data but `open` and what checks a form's answers;
 * commands and views read the capabilities, so that what a cloud can't do is never offered.
 */
export type Provider = {
  name: ProviderName
  /** As people call it: "Huawei Cloud OMS". */
  label: string
  /** The cloud's own domains. Any other host that an account names is called only when the operator allows it. */
  domains: readonly string[]
  kinds: Partial<Record<Kind, KindCapabilities>>
  /** What can be looked at with `browse`, in the order of going deeper; absent where nothing can. */
  lookups?: readonly Lookup[]
  /** Source clouds whose buckets are found with an app id besides the storage key. */
  cloudsWithAppId?: readonly string[]
  /** What `CdnAccess` may say, where `cdn` can be looked at. */
  cdnAuthentications?: readonly CdnAuthentication[]
  /** Whether it refuses everything until somebody has accepted its privacy statement. */
  hasPrivacyStatement?: boolean
  /** Whether a text has the form of a complete id, so that it can be asked for directly. */
  isWholeId(text: string): boolean
  /** What the connect form asks for, in order. */
  accountFields: readonly AccountField[]
  /** Checks and normalises the form's answers; problems are keyed by field name. */
  readCredentials(answers: Readonly<Record<string, string>>): CredentialsResult
  /**
   * What an account is, whatever its keys: what was asked for in one is not carried out in another. What was kept and is
   * none any more throws record_unreadable.
   */
  identify(credentials: Credentials): Readonly<Record<string, string>>
  /**
   * A client bound to one account. Opening makes no call. Keep it for as long as the account's credentials stay the
   * same: it remembers what it signed in with.
   */
  open(account: AccountAccess, environment: ProviderEnvironment): Connection
}

export type KindCapabilities = Abilities & {
  /** One of them, lower case: "task". */
  noun: string
  /** What bandwidth rules may say, where `limit` is offered. */
  limitRules?: LimitRules
  /** What one can be changed to, where `edit` is offered. */
  editing?: Inputs
  /** Whether it tells what it did over time. */
  hasStatistics?: boolean
  /** Whether it leaves lists of the objects that failed, which a key of the destination bucket opens. */
  listsFailures?: boolean
  /** Whether it consists of tasks, which can be listed by themselves. */
  hasTasks?: boolean
  /** Whether lists leave out some of what `show` tells. */
  isBriefInLists?: boolean
  /** Where new ones can be made. */
  creation?: Creation
}

/** What can be asked for when one is made or changed, and what is wrong with what was asked. */
export type Inputs = {
  takes: Takes
  /** Everything that is wrong, before anybody is asked: pure, and makes no call. */
  problemsIn(spec: Spec, keys: SpecKeys): SpecProblems
}

/** How new ones are made. */
export type Creation = Inputs & {
  /** Where the token travels by which a creation whose answer was lost is found again. */
  tokenIn: 'name' | 'description'
}

/** The secrets that open a spec's buckets, where their keys are named. */
export type SpecKeys = { source?: StorageSecret; target?: StorageSecret }

export const lookups = [
  'facts',
  'services',
  'clouds',
  'regions',
  'buckets',
  'bucket region',
  'objects',
  'prefix',
  'cdn',
] as const
export type Lookup = (typeof lookups)[number]

/** A way in which content delivery networks ask who reads; some need the `cdnKey` of the storage key. */
export type CdnAuthentication = { value: string; label: string; needsKey: boolean }

export type AccountField = {
  name: string
  label: string
  hint?: string
  placeholder?: string
  isSecret?: boolean
  isOptional?: boolean
  choices?: readonly { value: string; label: string }[]
}

/** Opaque to everybody but the provider; sealed in the store. */
export type Credentials = Readonly<Record<string, string>>
/** `endpoints` are the hosts (with port where given) that somebody typed; the caller checks them against its allowlist. */
export type CredentialsResult =
  | { ok: true; credentials: Credentials; facts: AccountFacts; endpoints: readonly string[] }
  | { ok: false; problems: Readonly<Record<string, string>> }
/** What may be shown of an account: no secrets. `region` and the end of the access key, say. */
export type AccountFacts = Readonly<Record<string, string>>

export type AccountAccess = { name: string; credentials: Credentials }

/** What varies between production and a test. */
export type ProviderEnvironment = {
  clock: Clock
  fetchJson: FetchJson
  /** Something odd that did not stop the work, for the log: a task of a list that cannot be read. */
  warn(what: string, details: ErrorDetails): void
}

/**
 * One account of one provider. Every method throws AppError: provider_refused (details: code, message, detail,
 * requestId, status), provider_denied, provider_throttled, provider_failed, provider_unreachable, provider_outcome_unknown or
 * provider_nonsense; migration_not_found for an id that cannot exist, form_invalid for an order that lacks something.
 * clock_wrong where a signature depends on it; action_impossible for an action that `kinds` never offers. A signal that
 * aborts a reading makes it throw the signal's reason. None repeats a call that might have had an effect.
 */
export type Connection = {
  /** One cheap call that proves the credentials. */
  check(options: CallOptions): Promise<void>
  /**
   * One page, newest first where the provider sorts; `total` where it counts. Of several kinds, one follows the other; one
   * that can't be read is left out with a warning and no total is given, unless it was asked for by itself.
   */
  list(query: ListQuery, options: CallOptions): Promise<MigrationPage>
  /**
   * Everything that is moving now, in as few calls as the API allows; with `kinds`, others may be left out. A migration that is missing here has not
   * necessarily ended: ask for it with `show`.
   */
  listActive(options: CallOptions & { kinds?: readonly Kind[] }): Promise<readonly Migration[]>
  /**
   * Undefined when there is no such migration, or none that this account may see. A cloud that remembers what was deleted
   * shows it as such.
   */
  show(target: Target, options: CallOptions): Promise<Migration | undefined>
  pause(target: Target, options: CallOptions): Promise<void>
  /** Starts one that waits for it, resumes a paused one or repeats a failed one. */
  start(order: StartOrder, options: CallOptions): Promise<void>
  delete(target: Target, options: CallOptions): Promise<void>
  /** Ends a migration for good and keeps its record. This and what follows: only where capabilities offer it. */
  cancel?(target: Target, options: CallOptions): Promise<void>
  /** Replaces the bandwidth rules of migrations of any kinds; none lifts them. Each target gets its own outcome. */
  setLimits?(order: LimitOrder, options: CallOptions): Promise<readonly TargetOutcome[]>
  /** The migrations as they were just read: some clouds want their other settings again. */
  setPriority?(order: PriorityOrder, options: CallOptions): Promise<readonly TargetOutcome[]>
  /** Has objects copied that changed, by their names as they are in the bucket. Resolves to how many were accepted. */
  pushObjects?(order: PushOrder, options: CallOptions): Promise<PushOutcome>
  readStatistics?(order: Target & Period, options: CallOptions): Promise<Statistics>
  /**
   * Reads the lists of the objects that failed, and hands each object over once. Throws AppError failed_list_gone,
   * failed_list_locked, failed_list_key_unfit, failed_list_archived, failed_list_bucket_gone, failed_list_elsewhere or
   * failed_list_unplaced where it cannot.
   */
  readFailures?(order: FailuresOrder, options: CallOptions): Promise<ListReading>
  /**
   * Replaces everything that `editing` takes; the keys of the source are needed again. Another name gives another id where
   * the name is the id.
   */
  edit?(order: EditOrder, options: CallOptions): Promise<void>
  /**
   * Looks at everything that could go wrong and changes nothing. What could not be found out is a check of its own, not
   * an error; an order with problems is form_invalid, like in `create`.
   */
  preflight?(order: CreateOrder, options: CallOptions): Promise<readonly PreflightCheck[]>
  /**
   * Makes one, which begins by itself or has been begun. Resolves to its id. After provider_outcome_unknown there may be
   * one, perhaps waiting to be started: `findCreated` knows.
   */
  create?(order: CreateOrder, options: CallOptions): Promise<{ id: string }>
  /**
   * The one that was made with this token, however far that came; undefined when there is certainly none, and
   * provider_outcome_unknown when nobody can say.
   */
  findCreated?(order: MadeOrder, options: CallOptions): Promise<Migration | undefined>
  /** Whoever calls this agrees to it in the name of the account's owner. */
  acceptPrivacyStatement?(options: CallOptions): Promise<void>
  browse?: Browser
}

/** Looks around in a cloud and changes nothing. Each method is there where `lookups` names it. */
export type Browser = {
  facts?(options: CallOptions): Promise<readonly ServiceFact[]>
  services?(options: CallOptions): Promise<readonly StorageService[]>
  /** Names of the clouds that data can be taken from. */
  clouds?(options: CallOptions): Promise<readonly string[]>
  /** Of one cloud, where there are several. */
  regions?(query: { cloud?: string }, options: CallOptions): Promise<readonly Region[]>
  buckets?(query: SourceAccess, options: CallOptions): Promise<readonly Bucket[]>
  bucketRegion?(query: BucketAccess, options: CallOptions): Promise<BucketRegion>
  /** One page of what lies in a folder. `folder` is "" or ends in a slash. */
  objects?(query: ObjectsQuery, options: CallOptions): Promise<BucketPage>
  hasPrefix?(query: BucketAccess & { prefix: string }, options: CallOptions): Promise<boolean>
  /** `objects` names the objects to try; the cloud chooses some where none are named. */
  cdn?(query: BucketAccess & CdnAccess & { objects?: readonly string[] }, options: CallOptions): Promise<CdnCheck>
}

/** A cloud other than the account's own opens with a storage key; Tencent wants an app id too. */
export type SourceAccess = { cloud?: string; secret?: StorageSecret; appId?: string }
export type BucketAccess = SourceAccess & { bucket: string; region?: string }
export type ObjectsQuery = BucketAccess & { folder: string; after?: string; limit: number }
/** `authentication` is the value of one of `cdnAuthentications`. */
export type CdnAccess = { domain: string; protocol: 'http' | 'https'; authentication: string }

export type LimitOrder = { targets: readonly Target[]; limits: readonly Limit[] }
export type PriorityOrder = { migrations: readonly Migration[]; priority: Priority }
/** What became of one target: `error` where it was refused, or where nobody knows. `requestId` is the cloud's own. */
export type TargetOutcome = Target & { error?: AppError; requestId?: string }
export type PushOrder = Target & { names: readonly string[] }
/** Names go in several calls: `error` is why those after the first `accepted` ones were not sent. */
export type PushOutcome = { accepted: number; error?: AppError }
/** The migration as it was just read; `secret` opens its destination bucket. */
export type FailuresOrder = {
  migration: Migration
  secret: StorageSecret
  limits: ListLimits
  onObject(object: FailedObject): void
}
/** Epoch milliseconds. */
export type Period = { from: number; to: number }
/** `spec` is how it shall be from now on; its account and kind stay. */
export type EditOrder = Target & { spec: Spec; keys: SpecKeys }

export type CallOptions = {
  signal?: AbortSignal
  /** Told the cloud's own id of each request that changes something and was accepted, where the cloud names one. */
  onRequestId?(id: string): void
}
export type Target = { kind: Kind; id: string }
/**
 * Without `kind`, of every kind; with `group`, the tasks of the group with this id; with `name`, those whose names contain
 * it, or everything where the cloud cannot search by name. `limit` is at most 100. The next page
 * begins at `offset + limit`, however many migrations this one holds.
 */
export type ListQuery = { kind?: Kind; state?: State; group?: string; name?: string; offset: number; limit: number }
export type MigrationPage = { migrations: readonly Migration[]; total?: number; hasMore: boolean }
export type StartOrder = Target & { source?: StorageSecret; destination?: StorageSecret; onlyFailedObjects?: boolean }
/** `token` has letters and digits only, at most `maxTokenLength` of them, and no two orders share one. */
export type CreateOrder = { spec: Spec; keys: SpecKeys; token: string }
/** One that may have been carried out; `since`, epoch milliseconds, is before it was sent. `besides` is not meant. */
export type MadeOrder = CreateOrder & { since: number; besides?: string }
