import type { AuditEvent, AuditRecord, Mark } from '../access/audit.ts'
import type { Owner } from '../access/owners.ts'
import type { Grant } from '../access/roles.ts'
import type { ApprovalPolicy } from '../approvals/policy.ts'
import type { Draft } from '../migrations/spec/draft.ts'
import type { Account, KeyUse, StorageKey } from './records/account.ts'
import type { Ack } from './records/ack.ts'
import type { Channel } from './records/channel.ts'
import type { Group } from './records/group.ts'
import type { AccountHealth } from './records/health.ts'
import type { Install } from './records/install.ts'
import type { Checkpoint, KnownRecord } from './records/known.ts'
import type { RequestRecord } from './records/news.ts'
import type { Patience } from './records/patience.ts'
import type { Repair } from './records/repair.ts'
import type { SubscriptionRecord } from './records/subscription.ts'
import type { Watch } from './records/watch.ts'

export type { Trouble } from '../migrations/trouble.ts'
export type { Account, KeyUse, StorageKey } from './records/account.ts'
export type { Ack } from './records/ack.ts'
export type { Begun, Channel, PrivateNotice, Receipt, Repeated } from './records/channel.ts'
export type { Group, Member } from './records/group.ts'
export type { AccountHealth, Notice } from './records/health.ts'
export type { Install, InstallState } from './records/install.ts'
export type { Checkpoint, Event, EventDetails, KnownRecord } from './records/known.ts'
export type { Lane, News, OutboxEntry, OutgoingMessage, Posting, RequestRecord } from './records/news.ts'
export type { Digest, Mute, Patience, QuietHours } from './records/patience.ts'
export type { Repair } from './records/repair.ts'
export type { SubscriptionRecord } from './records/subscription.ts'
export type { Deadline, Watch } from './records/watch.ts'

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
   * released or `ttlMs` has passed. It is not renewed.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  /**
   * Leases a key, as `claim` does, and renews the lease in the background until it is released. If its process dies or
   * hangs, the lease ends within ten seconds. `holder` is the name that `holdersOf` tells.
   */
  lease(key: string, holder: string): Promise<Lease | undefined>
  /** Who holds the lease of each key now, in the order of the keys. */
  holdersOf(keys: readonly string[]): Promise<(string | undefined)[]>
  /**
   * Whether an id is seen for the first time within `ttlMs`, across all replicas. Waits for no disk. True if the store
   * can't be reached.
   */
  isNew(id: string, ttlMs: number): Promise<boolean>
  /** Tells other replicas that something has changed. */
  signals: Signals
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
  /** Ids of keys whose canary is damaged. That of the first key was replaced. Absent if there are none. */
  damaged?: readonly string[]
}

/** A hold on a key, over all replicas. The store refuses what is written under it once it is over. */
export type Claim = {
  /** Releases the claim early. Does nothing if it has expired and somebody else holds it. */
  release(): Promise<void>
}

export type Lease = Claim & {
  /**
   * Aborts when the lease is lost or released: it expired, the store says that somebody else holds it, or it could not
   * be renewed in time.
   */
  signal: AbortSignal
}

export type Signals = {
  /** Tells all replicas, this one included. Signals can be lost. */
  publish(topic: string, text: string): Promise<void>
  /** Returns a function that ends the subscription. */
  subscribe(topic: string, hear: (text: string) => void): Promise<() => Promise<void>>
  /** Adds one to a counter. Counters tell what a lost signal would have told. */
  count(name: string): Promise<void>
  /** Counts, in the order of the names. 0 for a counter that nobody has counted. */
  counts(names: readonly string[]): Promise<number[]>
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
  /** Who is called about what. Key: `ownerKey`. */
  owners: Collection<Owner>
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
  /** Channels that follow sets of migrations, written by commands. Key: the subscription's id. */
  subscriptions: Collection<SubscriptionRecord>
  /** When channels and people may be disturbed, written by commands. Key: the channel's or the person's id. */
  patience: Collection<Patience>
  /** Who takes care of a migration, written by commands. Key: `ackKey`. */
  acks: Collection<Ack>
  /** Known migrations, written by the workspace's leader only. Key: account, project and id. */
  known: Collection<KnownRecord>
  /** Figures of moving migrations, written by the workspace's leader only. Key: account, project and part. */
  checkpoints: Collection<Checkpoint>
  /** How accounts answer, written by the workspace's leader only. Key: the account's name. */
  health: Collection<AccountHealth>
  /** Channels with the messages that Slack accepted, written by the workspace's leader only. Key: the channel. */
  channels: Collection<Channel>
  /** Events that channels hear of together, written by the workspace's leader only. Key: the group's id. */
  groups: Collection<Group>
  /** Channels whose damaged records are to be begun anew, written by commands. Key: the channel. */
  repairs: Collection<Repair>
  /**
   * Makes all changes or none, in one atomic step. Durable when it resolves. Throws lease_lost, and changes nothing, if
   * the store does not hold the fence any more at that moment.
   */
  commit(changes: readonly Change[], fence?: Claim): Promise<void>
  /** Deletes everything of this workspace but its audit. */
  purge(): Promise<void>
}

/** A change to one record, prepared by a collection for `commit`. Others never look inside. */
export type Change = {
  readonly key: string
  /** The new text of the record. Undefined: the record is deleted. */
  readonly text?: string
  readonly ttlMs?: number
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
  /** Prepares a record for `commit`. Writes nothing. */
  putting(key: string, item: Item): Change
  /** Prepares the deletion of a record for `commit`. Deletes nothing. */
  dropping(key: string): Change
  /** Prepares a copy of what is stored of a record, readable or not, beside the records, for `commit`. */
  settingAside(key: string, at: number): Promise<Change[]>
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
  /**
   * Begins a new chain with a record of this event, behind all records that are there, if the noted end is sealed with
   * one of these lost keys. Undefined if it is not. Throws as `append` does.
   */
  beginAnew(event: AuditEvent, lostKeys: readonly string[]): Promise<AuditRecord | undefined>
  /** All records, from the newest to the oldest. */
  newestFirst(): AsyncIterable<AuditRecord>
  /** All records, from the oldest to the newest. */
  oldestFirst(): AsyncIterable<AuditRecord>
  /** The last record that was written, as noted apart from the records. Undefined while there is none. */
  head(): Promise<Mark | undefined>
}
