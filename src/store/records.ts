import type { z } from 'zod'
import { auditRecordSchema, markSchema } from '../access/audit.ts'
import { ownerSchema } from '../access/owners.ts'
import { grantSchema } from '../access/roles.ts'
import { policySchema } from '../approvals/policy.ts'
import { draftLifetimeMs, draftSchema } from '../migrations/spec/draft.ts'
import { accountSchema, keyUseSchema, storageKeySchema } from './records/account.ts'
import { ackSchema } from './records/ack.ts'
import { channelSchema } from './records/channel.ts'
import { groupSchema } from './records/group.ts'
import { healthSchema } from './records/health.ts'
import { installSchema } from './records/install.ts'
import { checkpointSchema, knownSchema } from './records/known.ts'
import { requestRecordSchema } from './records/news.ts'
import { patienceSchema } from './records/patience.ts'
import { repairSchema } from './records/repair.ts'
import { subscriptionSchema } from './records/subscription.ts'
import { watchSchema } from './records/watch.ts'
import type { WorkspaceStore } from './store.ts'

/** Every sort of record: the schema with which it is read, and whether it is sealed as a whole. */
export const recordSorts = {
  installs: { schema: installSchema, isSealed: true },
  accounts: { schema: accountSchema, isSealed: true },
  storageKeys: { schema: storageKeySchema, isSealed: true },
  keyUses: { schema: keyUseSchema, isSealed: false },
  grants: { schema: grantSchema, isSealed: true },
  owners: { schema: ownerSchema, isSealed: false },
  auditRecords: { schema: auditRecordSchema, isSealed: true },
  auditHeads: { schema: markSchema, isSealed: true },
  policies: { schema: policySchema, isSealed: true },
  requests: { schema: requestRecordSchema, isSealed: true },
  drafts: { schema: draftSchema, isSealed: true, lifetimeMs: draftLifetimeMs },
  watches: { schema: watchSchema, isSealed: false },
  subscriptions: { schema: subscriptionSchema, isSealed: false },
  patience: { schema: patienceSchema, isSealed: false },
  acks: { schema: ackSchema, isSealed: false },
  known: { schema: knownSchema, isSealed: false },
  checkpoints: { schema: checkpointSchema, isSealed: false },
  health: { schema: healthSchema, isSealed: false },
  channels: { schema: channelSchema, isSealed: false },
  groups: { schema: groupSchema, isSealed: false },
  repairs: { schema: repairSchema, isSealed: false },
} as const satisfies Record<'installs' | WorkspaceSort, { schema: z.ZodType; isSealed: boolean; lifetimeMs?: number }>

/** Sorts of record that belong to one workspace. The audit trail consists of two. */
export type WorkspaceSort = Exclude<keyof WorkspaceStore, 'purge' | 'commit' | 'audit'> | 'auditRecords' | 'auditHeads'
export const workspaceSorts: readonly WorkspaceSort[] = Object.keys(recordSorts).filter(isWorkspaceSort)
/** Sorts of record that a purge keeps: who did what is kept for good. */
export const auditSorts: readonly WorkspaceSort[] = ['auditRecords', 'auditHeads']

function isWorkspaceSort(name: string): name is WorkspaceSort {
  return name !== 'installs'
}
