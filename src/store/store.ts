import type { AuditEvent, AuditRecord } from '../access/audit.ts'
import type { Grant } from '../access/roles.ts'
import type { ApprovalPolicy } from '../approvals/policy.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import type { Draft } from '../migrations/draft.ts'
import type { Sample } from '../migrations/measure.ts'
import type { Migration, ProviderName } from '../migrations/migration.ts'
import type { StorageSecret } from '../migrations/storage-secret.ts'

/**
 * What Ferry remembers. Everything but installs belongs to one workspace and can only be reached through
 * `in(workspace)`, so nothing crosses from one to another.
 */
export type Store = {
  /** Slack's installations, by workspace id; sealed. One that was removed stays as a note of that. */
  installs: Collection<Install>
  /** Ids of all workspaces that have stored something. */
  workspaces(): Promise<string[]>
  in(workspace: string): WorkspaceStore
  /**
   * Atomic over all replicas: the first caller gets the claim, everybody else `undefined` until it is released
   * or `ttlMs` has passed. Used for event de-duplication, poll and delivery leases, and decisions.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>
  /** Seals everything with the first key, so that older keys can be taken away; stops early when told to. */
  reseal(signal?: AbortSignal): Promise<ResealReport>
  /** From now on a start does not ask for any key but the first. */
  retireOldKeys(): Promise<void>
  /**
   * Writes something, reads it back and takes it away, and opens a sealed record. Throws store_unavailable,
   * record_unreadable or seal_unopenable when any of that fails.
   */
  prove(): Promise<void>
  /**
   * Whether the encryption keys are those that sealed what is here; the lost ones are not asked for any more, now or
   * later. Throws encryption_key_wrong or encryption_key_missing, or several of them in an AggregateError.
   */
  proveKeys(lost?: readonly string[]): Promise<KeyProof>
  stop(): Promise<void>
}

export type KeyProof = {
  /** Nothing was ever sealed here. */
  isNew: boolean
  /** Ids of keys that older records need and nobody has given, while others open. */
  missing: readonly string[]
}

export type Claim = {
  /** Gives it back early; does nothing when it has expired and somebody else holds it. */
  release(): Promise<void>
}

export type ResealReport = {
  resealed: number
  /** Sealed with the first key already, or deleted meanwhile. */
  untouched: number
  /** Where they are stored; left as they are. */
  unreadable: string[]
}

export type WorkspaceStore = {
  /** Sealed. Key: the account's name. */
  accounts: Collection<Account>
  /** Sealed. Key: the storage key's name. */
  storageKeys: Collection<StorageKey>
  /** Which storage keys opened a bucket last. Key: the bucket's name. */
  keyUses: Collection<KeyUse>
  /** Who may do what. Key: `grantKey`. */
  grants: Collection<Grant>
  /** New migrations that are being filled in; sealed, and forgotten after a day. Key: `<user>/<id>`. */
  drafts: Collection<Draft>
  /** Who did what. */
  audit: AuditTrail
  /** Every version of the approval policy; sealed. Key: the version, so that they sort. */
  policies: Collection<ApprovalPolicy>
  /** Sealed; each written only by who holds its lease. Key: the request's id. */
  requests: Collection<RequestRecord>
  /** Written by commands, and by whoever creates a migration. Key of this and the next: the watch's id. */
  watches: Collection<Watch>
  /** Written by the poller only. */
  sightings: Collection<Sighting>
  /**
   * Written by delivery only. One writer per record is what makes every write safe without transactions. Key: the id of
   * a watch or a request.
   */
  receipts: Collection<Receipt>
  /** Accounts that are left alone; written by the poller only, and forgotten after a day. Key: the account's name. */
  quietTimes: Collection<QuietTime>
  /** Forgets everything of this workspace but its audit. */
  purge(): Promise<void>
}

/** Records of one sort. Reads are checked: what can't be read is reported, never silently dropped or overwritten. */
export type Collection<Item> = {
  /** Throws record_unreadable or seal_unopenable when something is there but can't be read. */
  get(key: string): Promise<Item | undefined>
  /** One question for many; what is not there is left out. */
  getMany(keys: readonly string[]): Promise<Found<Item>>
  /** Durable when it resolves. */
  set(key: string, item: Item): Promise<void>
  /** True when there was one. */
  delete(key: string): Promise<boolean>
  /** Sorted by key. */
  list(): Promise<Listing<Item>>
}
export type Found<Item> = {
  items: ReadonlyMap<string, Item> /** Keys of records that can't be read. */
  unreadable: string[]
}
/** Records that are written once. */
export type Appendable<Item> = Pick<Collection<Item>, 'get' | 'getMany'> & {
  /** Durable when it resolves. False when there is one already, which stays as it is. */
  add(key: string, item: Item): Promise<boolean>
}
export type Listing<Item> = { items: Item[] /** Keys of records that can't be read. */; unreadable: string[] }

/** Records that are added and never changed, each bound to the one before it. */
export type AuditTrail = {
  /** Durable when it resolves. Throws store_unavailable when the trail can't be got hold of. */
  append(event: AuditEvent): Promise<AuditRecord>
  /** From the newest back. */
  newestFirst(): AsyncIterable<AuditRecord>
  /** Everything, oldest first. */
  oldestFirst(): AsyncIterable<AuditRecord>
  /** The last record that was written, as it was noted apart from the records; undefined while there is none. */
  head(): Promise<{ seq: number; hash: string } | undefined>
}

/** What Ferry knows of its place in a workspace, beside Bolt's installation as it came, which is opaque here. */
export type Install = {
  readonly state: InstallState
  /** Slack user id. */
  readonly firstInstaller?: string
  /** Where the token is fixed and kept elsewhere: a digest by which it is told from an earlier one. */
  readonly tokenDigest?: string
  readonly [field: string]: unknown
}

/** Times are epoch milliseconds. */
export type InstallState =
  | { type: 'active' }
  /** Slack said that the token was revoked, or Ferry removed; whether the token works is not known yet. */
  | { type: 'doubted'; since: number; told: 'revoked' | 'uninstalled' }
  /** Slack refuses the token, for this reason. */
  | { type: 'refused'; since: number; reason: string; isRemovalTold: boolean }
  /** Slack said that Ferry was removed, and proved it by refusing the token. The data is kept for a while. */
  | { type: 'removed'; since: number; reason: string }
  /** The data is gone; the audit is not. */
  | { type: 'purged'; since: number }

export type Account = {
  name: string
  provider: ProviderName
  credentials: Readonly<Record<string, string>>
  /** What may be shown of it. */
  facts: Readonly<Record<string, string>>
  /** Slack user id. */
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

/** A migration that a channel wants to hear about. */
export type Watch = {
  /** `account/migrationId@channel` when it was made. It stays when the migration gets another id. */
  id: string
  account: string
  kind: Migration['kind']
  migrationId: string
  /** Set while the migration is being given another id: where it is not found under the one, it is under the other. */
  nextMigrationId?: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the request that became this migration: its card is this watch's from now on. */
  takesOver?: string
  /** Whether encryption at the destination was asked for, so that what the cloud does not confirm can be told. */
  encrypts?: boolean
}

/** A request with all that is to be said about it: one record, so that one write holds both. */
export type RequestRecord = { request: MigrationRequest; posting: Posting }

/** What a channel is to be shown of a request. `createdAt` is where its sequence numbers start. */
export type Posting = News & { channel: string; createdAt: number }

/** What is to be sent of anything that has a card in a channel. */
export type News = {
  /** The live card as it should look now. Only the newest matters, so cards are never queued. */
  card?: { message: OutgoingMessage /** Of what is visible, figures' age left out. */; hash: string }
  /** What is to be said besides the card, oldest first; pruned once the receipt shows it delivered. */
  outbox: OutboxEntry[]
  nextSeq: number
}

/**
 * What the poller last saw, together with everything that it decided to say about it: state and outbox are one
 * record, so that one write holds both.
 */
export type Sighting = News & {
  watchId: string
  /** Absent until the first successful reading. */
  migration?: Migration
  /** When figures or state last changed. */
  movedAt: number
  /** When it was last said that nothing moves; cleared when it moves again. */
  stalledAt?: number
  trouble?: Trouble
  /** What had arrived when, oldest first, for measuring its speed. */
  samples?: readonly Sample[]
}

/** Why the figures can't be refreshed. */
export type Trouble = { code: string; what: string; next: string; since: number; failures: number }

/** An account whose keys were refused, or that was asked too often, is left alone for a while: by every replica. */
export type QuietTime = {
  account: string
  /** `createdAt` of the account whose keys were refused: other keys are tried at once. */
  connectedAt: number
  since: number
  durationMs: number
  /** In a row. */
  refusals: number
}

export type OutboxEntry = {
  seq: number
  /** `thread`: in the card's thread; `broadcast`: in the thread and shown in the channel. */
  place: 'thread' | 'broadcast'
  lane: Lane
  /** Travels in the message's metadata, so that a lost answer can be looked up instead of posted again. */
  deliveryKey: string
  message: OutgoingMessage
  decidedAt: number
}

/** Most urgent first. */
export const lanes = ['end', 'stall', 'progress'] as const
export type Lane = (typeof lanes)[number]

/** Rendered and ready for Slack. */
export type OutgoingMessage = { text: string; blocks: readonly OutgoingBlock[] }
export type OutgoingBlock = { type: string; block_id?: string }

/** What Slack has accepted. */
export type Receipt = {
  /** Of the watch, or of the request. */
  watchId: string
  /** Slack's message handle of the live card. */
  cardTs?: string
  cardHash?: string
  deliveredSeq: number
  deliveredAt?: number
  /**
   * Delivery key of a post that was begun: written before Slack is asked. Finding it here after a crash or a lost
   * answer means that the post must be looked up before it is sent again.
   */
  begun?: { deliveryKey: string; at: number }
  /** Delivery key, or card's hash, of what Slack can't show with its blocks: only its text is sent. */
  textOnly?: string
  /** Id of the watch whose card this one has become: written before that is drawn, and never drawn over again. */
  handedTo?: string
  /** Slack refuses for good until somebody acts; nothing is deleted, delivery tries again now and then. */
  broken?: { reason: string; since: number; triedAt: number; wasOwnerTold: boolean }
}
