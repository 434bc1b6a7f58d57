import { z } from 'zod'
import { auditRecordSchema } from '../access/audit.ts'
import { grantSchema } from '../access/roles.ts'
import { policySchema } from '../approvals/policy.ts'
import { requestSchema } from '../approvals/request.ts'
import { draftLifetimeMs, draftSchema } from '../migrations/draft.ts'
import type { Sample } from '../migrations/measure.ts'
import { kinds, migrationSchema, providerNames } from '../migrations/migration.ts'
import type { Choices, Shape } from './shape.ts'
import * as contract from './store.ts'

const text = z.string()
const number = z.number()
const maybeText = text.exactOptional()
const maybeNumber = number.exactOptional()
const texts = z.record(text, text)

const isState = <Type extends contract.InstallState['type']>(type: Type) => ({ type: z.literal(type), since: number })

const installState: z.ZodType<contract.InstallState> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('active') }),
  z.object({ ...isState('doubted'), told: z.enum(['revoked', 'uninstalled']) }),
  z.object({ ...isState('refused'), reason: text, isRemovalTold: z.boolean() }),
  z.object({ ...isState('removed'), reason: text }),
  z.object(isState('purged')),
])

/** Schema of an install. The first version stored only Bolt's installation, and such an install is active. */
const install: z.ZodType<contract.Install> = z.looseObject({
  state: installState.default({ type: 'active' }),
  firstInstaller: maybeText,
  tokenDigest: maybeText,
})

const account: z.ZodType<contract.Account> = z.object({
  name: text,
  provider: z.enum(providerNames),
  credentials: texts,
  facts: texts,
  createdBy: text,
  createdAt: number,
} satisfies Shape<contract.Account>)

const storageKey: z.ZodType<contract.StorageKey> = z.object({
  name: text,
  secret: z.object({
    accessKey: maybeText,
    secretKey: maybeText,
    sessionToken: maybeText,
    jsonKeyFile: maybeText,
    connectionString: maybeText,
    cdnKey: maybeText,
  } satisfies Shape<contract.StorageKey['secret']>),
  createdBy: text,
  createdAt: number,
} satisfies Shape<contract.StorageKey>)

const keyUse: z.ZodType<contract.KeyUse> = z.object({
  bucket: text,
  sourceKey: maybeText,
  targetKey: maybeText,
  usedAt: number,
} satisfies Shape<contract.KeyUse>)

const auditHead: z.ZodType<{ seq: number; hash: string }> = z.object({ seq: number, hash: text })

const watch: z.ZodType<contract.Watch> = z.object({
  id: text,
  account: text,
  kind: z.enum(kinds),
  migrationId: text,
  nextMigrationId: maybeText,
  channel: text,
  createdBy: text,
  createdAt: number,
  takesOver: maybeText,
  encrypts: z.boolean().exactOptional(),
} satisfies Shape<contract.Watch>)

// Ferry does not interpret blocks: everything in them is kept.
const message: z.ZodType<contract.OutgoingMessage> = z.object({
  text,
  blocks: z.array(z.looseObject({ type: text, block_id: maybeText })),
} satisfies Shape<contract.OutgoingMessage>)

const outboxEntry: z.ZodType<contract.OutboxEntry> = z.object({
  seq: number,
  place: z.enum({ thread: 'thread', broadcast: 'broadcast' } satisfies Choices<contract.OutboxEntry['place']>),
  lane: z.enum(contract.lanes),
  deliveryKey: text,
  message,
  decidedAt: number,
} satisfies Shape<contract.OutboxEntry>)

const trouble: z.ZodType<contract.Trouble> = z.object({
  code: text,
  what: text,
  next: text,
  since: number,
  failures: number,
} satisfies Shape<contract.Trouble>)

const newsShape = {
  card: z.object({ message, hash: text } satisfies Shape<NonNullable<contract.News['card']>>).exactOptional(),
  outbox: z.array(outboxEntry),
  nextSeq: number,
} satisfies Shape<contract.News>

const sighting: z.ZodType<contract.Sighting> = z.object({
  ...newsShape,
  watchId: text,
  migration: migrationSchema.exactOptional(),
  movedAt: number,
  stalledAt: maybeNumber,
  trouble: trouble.exactOptional(),
  samples: z.array(z.object({ at: number, bytesDone: number } satisfies Shape<Sample>)).exactOptional(),
} satisfies Shape<contract.Sighting>)

const request: z.ZodType<contract.RequestRecord> = z.object({
  request: requestSchema,
  posting: z.object({ ...newsShape, channel: text, createdAt: number } satisfies Shape<contract.Posting>),
} satisfies Shape<contract.RequestRecord>)

const begun = z.object({ deliveryKey: text, at: number } satisfies Shape<NonNullable<contract.Receipt['begun']>>)

const broken = z.object({
  reason: text,
  since: number,
  triedAt: number,
  wasOwnerTold: z.boolean(),
} satisfies Shape<NonNullable<contract.Receipt['broken']>>)

const receipt: z.ZodType<contract.Receipt> = z.object({
  watchId: text,
  cardTs: maybeText,
  cardHash: maybeText,
  deliveredSeq: number,
  deliveredAt: maybeNumber,
  textOnly: maybeText,
  handedTo: maybeText,
  begun: begun.exactOptional(),
  broken: broken.exactOptional(),
} satisfies Shape<contract.Receipt>)

const quietTime: z.ZodType<contract.QuietTime> = z.object({
  account: text,
  connectedAt: number,
  since: number,
  durationMs: number,
  refusals: number,
} satisfies Shape<contract.QuietTime>)
/**
 * How long a quiet time is remembered after the last refusal, in milliseconds. A later refusal counts as the first
 * again.
 */
const quietTimeLifetimeMs = 24 * 60 * 60_000

/** Every sort of record: the schema with which it is read, and whether it is sealed as a whole. */
export const recordSorts = {
  installs: { schema: install, isSealed: true },
  accounts: { schema: account, isSealed: true },
  storageKeys: { schema: storageKey, isSealed: true },
  keyUses: { schema: keyUse, isSealed: false },
  grants: { schema: grantSchema, isSealed: true },
  auditRecords: { schema: auditRecordSchema, isSealed: true },
  auditHeads: { schema: auditHead, isSealed: true },
  policies: { schema: policySchema, isSealed: true },
  requests: { schema: request, isSealed: true },
  drafts: { schema: draftSchema, isSealed: true, lifetimeMs: draftLifetimeMs },
  watches: { schema: watch, isSealed: false },
  sightings: { schema: sighting, isSealed: false },
  receipts: { schema: receipt, isSealed: false },
  quietTimes: { schema: quietTime, isSealed: false, lifetimeMs: quietTimeLifetimeMs },
} as const satisfies Record<'installs' | WorkspaceSort, { schema: z.ZodType; isSealed: boolean; lifetimeMs?: number }>

/** Sorts of record that belong to one workspace. The audit trail consists of two. */
export type WorkspaceSort = Exclude<keyof contract.WorkspaceStore, 'purge' | 'audit'> | 'auditRecords' | 'auditHeads'
export const workspaceSorts: readonly WorkspaceSort[] = Object.keys(recordSorts).filter(isWorkspaceSort)
/** Sorts of record that a purge keeps: who did what is kept for good. */
export const auditSorts: readonly WorkspaceSort[] = ['auditRecords', 'auditHeads']

function isWorkspaceSort(name: string): name is WorkspaceSort {
  return name !== 'installs'
}
