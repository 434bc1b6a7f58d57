import type { Clock } from '../async/clock.ts'
import type { ErrorDetails } from '../errors/errors.ts'
import type { Abilities } from '../migrations/actions.ts'
import type { Kind, Migration, ProviderName, State } from '../migrations/migration.ts'
import type {
  Bucket,
  BucketPage,
  BucketRegion,
  CdnCheck,
  Region,
  ServiceFact,
  StorageService,
} from '../migrations/spec/places.ts'
import type { StorageSecret } from '../migrations/spec/storage-secret.ts'
import type { FetchJson } from './http/http.ts'
import type { CallOptions, Operation, Operations, Target, Terms } from './operations.ts'

export type {
  CallOptions,
  CreateOrder,
  Creation,
  Creator,
  EditOrder,
  FailuresOrder,
  Inputs,
  LimitOrder,
  MadeOrder,
  Operation,
  Operations,
  Period,
  PriorityOrder,
  PushOrder,
  PushOutcome,
  SpecKeys,
  StartOrder,
  Target,
  TargetOutcome,
  Terms,
} from './operations.ts'

/**
 * A cloud's migration service, made by `defineProvider`. Commands and views read the capabilities, so they never offer
 * what a cloud cannot do.
 */
export type Provider = {
  name: ProviderName
  /** Name for people: "Huawei Cloud OMS". */
  label: string
  /** The cloud's own domains. Ferry calls any other host that an account names only if the operator allows it. */
  domains: readonly string[]
  /**
   * Hosts of the cloud's console, as its own pages name them. Slack tells Ferry of links to them. No cloud documents
   * the addresses of the console's pages, so an id may stand anywhere in a link.
   */
  consoles: readonly string[]
  kinds: Partial<Record<Kind, KindCapabilities>>
  /** Levels that `browse` shows, from the outside in. Absent if there are none. */
  lookups?: readonly Lookup[]
  /** Source clouds that need an app id besides the storage key to find buckets. */
  cloudsWithAppId?: readonly string[]
  /** Ways to authenticate that `CdnAccess` may name, if `cdn` can be looked at. */
  cdnAuthentications?: readonly CdnAuthentication[]
  /** Whether the cloud refuses everything until somebody has accepted its privacy statement. */
  hasPrivacyStatement?: boolean
  /** Whether a text has the form of a complete id, so that the migration can be asked for directly. */
  isWholeId(text: string): boolean
  /** Fields of the connect form, in order. */
  accountFields: readonly AccountField[]
  /** Checks and normalises the answers of the connect form. Problems are keyed by field name. */
  readCredentials(answers: Readonly<Record<string, string>>): CredentialsResult
  /**
   * Identity of an account, apart from its keys: a request made for one identity is not carried out in another. Throws
   * AppError record_unreadable if the stored credentials cannot be used any more.
   */
  identify(credentials: Credentials): Readonly<Record<string, string>>
  /**
   * The part of what identifies an account that is an access key. It exists where the key alone says whose migrations
   * they are, so that the same project looks like another one after its key was replaced.
   */
  identifyingKey?: string
  /** Opens a client for one account. Makes no call. Keep it while the credentials stay the same: it stays signed in. */
  open(account: AccountAccess, environment: ProviderEnvironment): Connection
}

export type KindCapabilities = Omit<Abilities, 'can'> & {
  /** The cloud's noun for one migration of this kind, in lower case: "task". */
  noun: string
  /** The operations that the cloud offers for migrations of this kind, each with its terms. */
  can: { [Name in Operation]?: Terms[Name] }
  /** Whether migrations of this kind consist of tasks, which can be listed by themselves. */
  hasTasks?: boolean
  /** Whether migrations of this kind make tasks, their runs, which can be listed by themselves. */
  hasRuns?: boolean
  /**
   * Whether the id is a title: people can change it in the cloud's console, and a new migration can have the title of
   * an old one.
   */
  hasTitleAsId?: boolean
  /** Whether lists leave out some of what `show` returns. */
  isBriefInLists?: boolean
  /** Whether lists leave out all figures. */
  figuresLeftOut?: boolean
  /**
   * How migrations of this kind can be read. `pageSize`: rows in a full page. `states`: those for which a list can be
   * filtered with one call a page. `showCalls`: calls that `show` makes.
   */
  reading: { pageSize: number; states: readonly State[]; showCalls: number }
}

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

/** A way in which content delivery networks check who reads. Some need the `cdnKey` of the storage key. */
export type CdnAuthentication = { value: string; label: string; needsKey: boolean }

export type AccountField = {
  name: string
  label: string
  hint?: string
  placeholder?: string
  isSecret?: boolean
  /** Whether it may stay empty in the whole form. In the short one, what is asked has to be answered. */
  isOptional?: boolean
  /** Whether few accounts need it, so that only the whole form asks for it. */
  isRare?: boolean
  /** Answers to choose from. A rare one is offered in the whole form alone, because it needs other fields. */
  choices?: readonly { value: string; label: string; isRare?: boolean }[]
}

/** An account's credentials. Only the provider can read them; the store seals them. */
export type Credentials = Readonly<Record<string, string>>
/** Result of the connect form. `endpoints` are typed hosts, with port if given, for the caller's allowlist. */
export type CredentialsResult =
  | { ok: true; credentials: Credentials; facts: AccountFacts; endpoints: readonly string[] }
  | { ok: false; problems: Readonly<Record<string, string>> }
/** Facts about an account that may be shown, such as its region and the end of its access key. No secrets. */
export type AccountFacts = Readonly<Record<string, string>>

export type AccountAccess = { name: string; credentials: Credentials }

/** Parts in which production and a test differ. */
export type ProviderEnvironment = {
  clock: Clock
  fetchJson: FetchJson
  /** Logs something odd that did not stop the work, such as a task in a list that cannot be read. */
  warn(what: string, details: ErrorDetails): void
}

/**
 * One account of one provider. Every method throws AppError: provider_refused (details: code, message, detail,
 * requestId, status), provider_denied, provider_throttled, provider_failed, provider_unreachable,
 * provider_outcome_unknown or provider_nonsense; migration_not_found for an id that cannot exist; form_invalid for an
 * order that lacks something; clock_wrong if a signature depends on the clock. So does every operation. A signal that
 * aborts a reading makes it throw the signal's reason.
 */
export type Connection = {
  /** Proves the credentials with one cheap call. */
  check(options: CallOptions): Promise<void>
  /**
   * Reads one page of the list of a kind in one call: all migrations, or those in one state that the kind can be
   * filtered by. The order is not certain. Throws provider_refused if this account cannot read this kind: with status
   * 403 if a permission is missing (OMS.0206), with status 404 if its region does not have the kind (APIGW.0101). A
   * code such as HTTP.404 is not the cloud's own: a proxy answered. Throws RangeError for a kind or state that
   * `reading` does not name.
   */
  readPage(part: ListPart, options: CallOptions): Promise<ListedPage>
  /**
   * Reads one migration. Undefined if it does not exist or this account may not see it. A cloud that remembers deleted
   * migrations shows them as deleted.
   */
  show(target: Target, options: CallOptions): Promise<Migration | undefined>
  /** An operation on migrations of a kind. Undefined if the kind does not offer it. Makes no call. */
  operation<Name extends Operation>(name: Name, kind: Kind): Operations[Name] | undefined
  /** Accepts the privacy statement, if there is one. The caller agrees to it in the name of the account's owner. */
  acceptPrivacyStatement?(options: CallOptions): Promise<void>
  browse?: Browser
}

/** Looks around in a cloud and changes nothing. A method exists if `lookups` names it. */
export type Browser = {
  facts?(options: CallOptions): Promise<readonly ServiceFact[]>
  services?(options: CallOptions): Promise<readonly StorageService[]>
  /** Names of the clouds from which data can be migrated. */
  clouds?(options: CallOptions): Promise<readonly string[]>
  /** Regions of one cloud. `cloud` is needed if there are several. */
  regions?(query: { cloud?: string }, options: CallOptions): Promise<readonly Region[]>
  buckets?(query: SourceAccess, options: CallOptions): Promise<readonly Bucket[]>
  bucketRegion?(query: BucketAccess, options: CallOptions): Promise<BucketRegion>
  /** One page of the contents of a folder. `folder` is "" or ends in a slash. */
  objects?(query: ObjectsQuery, options: CallOptions): Promise<BucketPage>
  hasPrefix?(query: BucketAccess & { prefix: string }, options: CallOptions): Promise<boolean>
  /** Tries to read objects through a delivery network: those in `objects`, or some that the cloud chooses. */
  cdn?(query: BucketAccess & CdnAccess & { objects?: readonly string[] }, options: CallOptions): Promise<CdnCheck>
}

/** Access to a source cloud. A cloud not the account's own opens with a storage key; Tencent needs an app id too. */
export type SourceAccess = { cloud?: string; secret?: StorageSecret; appId?: string }
export type BucketAccess = SourceAccess & { bucket: string; region?: string }
export type ObjectsQuery = BucketAccess & { folder: string; after?: string; limit: number }
/** A content delivery network to try. `authentication` is the value of one of `cdnAuthentications`. */
export type CdnAccess = { domain: string; protocol: 'http' | 'https'; authentication: string }

/** A part of the list of a kind. `offset` is 0, or where the page before ended: its own offset and its rows. */
export type ListPart = { kind: Kind; state?: State; offset: number }
/**
 * A page of the list of a kind. `rows` also counts rows that cannot be read and migrations that are deleted, because
 * offsets count them; a cloud that does not page its list returns all of it. `total` is the length of the list, only
 * where it is certain. `isLast`: nothing comes after this page, as far as the cloud says. `isCut`: the cloud may leave
 * out some of the list, so nothing follows from what is missing from it.
 */
export type ListedPage = {
  migrations: readonly Migration[]
  rows: number
  total?: number
  isLast: boolean
  isCut?: boolean
}
