import type { AuditEvent, AuditRecord } from '../access/audit.ts'
import type { Grant } from '../access/roles.ts'
import type { ApprovalPolicy } from '../approvals/policy.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import type { Draft } from '../migrations/draft.ts'
import type { Sample } from '../migrations/measure.ts'
import type { Migration, ProviderName } from '../migrations/migration.ts'
import type { StorageSecret } from '../migrations/storage-secret.ts'

/**
 * Everything that Ferry remembers. All but the installs belongs to one workspace and can only be reached through
 * `in(workspace)`, so nothing crosses from one to another.
 */
export type Store = {
  /** Slack's installations, by workspace id; sealed. The record of a removed one stays as a note of the removal. */
  installs: Collection<Install>
  /** Ids of all workspaces that have ever stored something. */
  workspaces(): Promise<string[]>
  in(workspace: string): WorkspaceStore
  /**
   * Claims a key, atomically over all replicas: the first caller gets the claim, everybody else `undefined` until it is
   * released or `ttlMs` has passed. Used for event de-duplication, poll and delivery leases, and decisions.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  /** Seals everything with the first key, so that older keys can be removed. Stops early if the signal aborts. */
  reseal(signal?: AbortSignal): Promise<ResealReport>
  /** Makes later starts ask for no key but the first. */
  retireOldKeys(): Promise<void>
  /**
   * Proves that the store works: writes something, reads it back and deletes it, and opens a sealed record. Throws
   * store_unavailable, record_unreadable or seal_unopenable if any of that fails.
   */
  prove(): Promise<void>
  /**
   * Proves that the encryption keys are those that sealed the records. Lost keys are not asked for, now or later.
   * Throws an AggregateError whose errors are encryption_key_wrong or encryption_key_missing.
   */
  proveKeys(lost?: readonly string[]): Promise<KeyProof>
  stop(): Promise<void>
}

export type KeyProof = {
  /** Whether nothing was ever sealed in this store. */
  isNew: boolean
  /** Ids of keys that older records need and that are not configured, while other records open. */
  missing: readonly string[]
}

export type Claim = {
  /** Releases the claim early. Does nothing if it has expired and somebody else holds it. */
  release(): Promise<void>
}

export type ResealReport = {
  resealed: number
  /** Number of records that were already sealed with the first key, or deleted meanwhile. */
  untouched: number
  /** Stored keys of records that can't be read. They are left as they are. */
  unreadable: string[]
}

export type WorkspaceStore = {
  /** Accounts; sealed. Key: the account's name. */
  accounts: Collection<Account>
  /** Storage keys; sealed. Key: the storage key's name. */
  storageKeys: Collection<StorageKey>
  /** Which storage keys last opened a bucket. Key: the bucket's name. */
  keyUses: Collection<KeyUse>
  /** Roles: who may do what. Key: `grantKey`. */
  grants: Collection<Grant>
  /** Drafts of new migrations; sealed, and forgotten after a day. Key: `<user>/<id>`. */
  drafts: Collection<Draft>
  /** Audit trail: who did what. */
  audit: AuditTrail
  /** Every version of the approval policy; sealed. Key: the version, so that they sort. */
  policies: Collection<ApprovalPolicy>
  /** Requests; sealed. Each is written only by the process that holds its lease. Key: the request's id. */
  requests: Collection<RequestRecord>
  /** Watches, written by commands and by the request that creates a migration. Key: the watch's id. */
  watches: Collection<Watch>
  /** What was last seen of each watch, written by the poller only. Key: the watch's id. */
  sightings: Collection<Sighting>
  /**
   * What Slack accepted, written by delivery only. Having one writer per record makes every write safe without
   * transactions. Key: the id of a watch or a request.
   */
  receipts: Collection<Receipt>
  /** Accounts that Ferry leaves alone; written by the poller only, forgotten after a day. Key: the account's name. */
  quietTimes: Collection<QuietTime>
  /** Deletes everything of this workspace but its audit. */
  purge(): Promise<void>
}

/** Records of one sort, checked when read: an unreadable one is reported, never silently dropped or overwritten. */
export type Collection<Item> = {
  /** Reads a record. Throws record_unreadable or seal_unopenable if it can't be read. */
  get(key: string): Promise<Item | undefined>
  /** Reads many records at once. Leaves out those that don't exist. */
  getMany(keys: readonly string[]): Promise<Found<Item>>
  /** Stores a record. Durable when it resolves. */
  set(key: string, item: Item): Promise<void>
  /** Deletes a record. True if there was one. */
  delete(key: string): Promise<boolean>
  /** All records, sorted by key. */
  list(): Promise<Listing<Item>>
}
export type Found<Item> = {
  items: ReadonlyMap<string, Item> /** Keys of records that can't be read. */
  unreadable: string[]
}
/** Records that are written once. */
export type Appendable<Item> = Pick<Collection<Item>, 'get' | 'getMany'> & {
  /** Adds a record. Durable when it resolves. False if there is one already, which stays as it is. */
  add(key: string, item: Item): Promise<boolean>
}
export type Listing<Item> = { items: Item[] /** Keys of records that can't be read. */; unreadable: string[] }

/** Records that are added and never changed, each bound to the one before it by a hash. */
export type AuditTrail = {
  /** Appends a record. Durable when it resolves. Throws store_unavailable if the trail stays locked. */
  append(event: AuditEvent): Promise<AuditRecord>
  /** All records, from the newest to the oldest. */
  newestFirst(): AsyncIterable<AuditRecord>
  /** All records, from the oldest to the newest. */
  oldestFirst(): AsyncIterable<AuditRecord>
  /** The last record that was written, as noted apart from the records. Undefined while there is none. */
  head(): Promise<{ seq: number; hash: string } | undefined>
}

/** What Ferry knows about its installation in a workspace, beside Bolt's installation, which it stores as it came. */
export type Install = {
  readonly state: InstallState
  /** Slack user id of the person who installed Ferry first. */
  readonly firstInstaller?: string
  /** Digest of a fixed token, which is stored elsewhere. Tells the token from an earlier one. */
  readonly tokenDigest?: string
  readonly [field: string]: unknown
}

/** State of an install. Times are epoch milliseconds. */
export type InstallState =
  | { type: 'active' }
  /** Slack said that the token was revoked, or Ferry removed. Whether the token works is not known yet. */
  | { type: 'doubted'; since: number; told: 'revoked' | 'uninstalled' }
  /** Slack refuses the token, with `reason` as its error. */
  | { type: 'refused'; since: number; reason: string; isRemovalTold: boolean }
  /** Slack said that Ferry was removed, and proved it by refusing the token. The data is kept for a while. */
  | { type: 'removed'; since: number; reason: string }
  /** The workspace's data is deleted; its audit is kept. */
  | { type: 'purged'; since: number }

export type Account = {
  name: string
  provider: ProviderName
  credentials: Readonly<Record<string, string>>
  /** Facts of the account that may be shown. */
  facts: Readonly<Record<string, string>>
  /** Slack user id of the person who connected the account. */
  createdBy: string
  createdAt: number
}

export type StorageKey = {
  name: string
  secret: StorageSecret
  createdBy: string
  createdAt: number
}

export type KeyUse = { bucket: string; sourceKey?: string; targetKey?: string; usedAt: number }

/** A channel that follows a migration. */
export type Watch = {
  /** Id of the watch: `account/migrationId@channel` when it was made. It stays when the migration gets another id. */
  id: string
  account: string
  kind: Migration['kind']
  migrationId: string
  /** The other id of a migration that is being renamed. The migration may be found under either id. */
  nextMigrationId?: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the request that became this migration. This watch takes over its card. */
  takesOver?: string
  /** Whether encryption at the destination was requested, so that people are told if the cloud does not confirm it. */
  encrypts?: boolean
}

/** A request with everything to post about it, in one record, so that one write stores both. */
export type RequestRecord = { request: MigrationRequest; posting: Posting }

/** What to show a channel about a request. Sequence numbers start at `createdAt`. */
export type Posting = News & { channel: string; createdAt: number }

/** What to send to Slack about anything that has a card in a channel. */
export type News = {
  /** The live card as it should look now. Only the newest version matters, so cards are never queued. */
  card?: { message: OutgoingMessage /** Hash of the visible content, without the age of the figures. */; hash: string }
  /** Messages to send besides the card, oldest first. Removed once the receipt shows their delivery. */
  outbox: OutboxEntry[]
  nextSeq: number
}

/**
 * What the poller last saw of a watch, together with everything that it decided to post about it: state and outbox are
 * one record, so that one write stores both.
 */
export type Sighting = News & {
  watchId: string
  /** The migration as last read. Absent until the first successful reading. */
  migration?: Migration
  /** When figures or state last changed, in epoch milliseconds. */
  movedAt: number
  /** When it was last reported that nothing moves, in epoch milliseconds. Removed when the migration moves again. */
  stalledAt?: number
  trouble?: Trouble
  /** How much had arrived at which time, oldest first, for measuring the speed. */
  samples?: readonly Sample[]
}

/** Why a migration's figures can't be refreshed. */
export type Trouble = { code: string; what: string; next: string; since: number; failures: number }

/** A pause in which all replicas leave an account alone, after the cloud refused its keys or was asked too often. */
export type QuietTime = {
  account: string
  /** `createdAt` of the account whose keys were refused. An account with other keys is tried at once. */
  connectedAt: number
  since: number
  durationMs: number
  /** Number of refusals in a row. */
  refusals: number
}

export type OutboxEntry = {
  seq: number
  /** Where to post the message. `thread`: the card's thread; `broadcast`: the thread, shown in the channel too. */
  place: 'thread' | 'broadcast'
  lane: Lane
  /** Sent in the message's metadata, so that a post whose answer is lost can be looked up, not posted again. */
  deliveryKey: string
  message: OutgoingMessage
  decidedAt: number
}

/** Kinds of delivery, most urgent first. */
export const lanes = ['end', 'stall', 'progress'] as const
export type Lane = (typeof lanes)[number]

/** A message that is rendered and ready for Slack. */
export type OutgoingMessage = { text: string; blocks: readonly OutgoingBlock[] }
export type OutgoingBlock = { type: string; block_id?: string }

/** What Slack has accepted of a watch or request. */
export type Receipt = {
  /** Id of the watch, or of the request. */
  watchId: string
  /** Slack's message handle of the live card. */
  cardTs?: string
  cardHash?: string
  deliveredSeq: number
  deliveredAt?: number
  /**
   * The post that was begun, noted before Slack is asked. If it is here after a crash or a lost answer, the post must
   * be looked up before it is sent again.
   */
  begun?: { deliveryKey: string; at: number }
  /** Delivery key of a message, or hash of a card, whose blocks Slack can't show: only its text is sent. */
  textOnly?: string
  /** Id of the watch that took over this card. Noted before that watch draws it; this record never does again. */
  handedTo?: string
  /** Why Slack refuses until somebody acts. Nothing is deleted, and delivery tries again now and then. */
  broken?: { reason: string; since: number; triedAt: number; wasOwnerTold: boolean }
}
