import { type ApprovalPolicy, firstPolicy } from '../approvals/policy.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Store, WorkspaceStore } from '../store/store.ts'

/** The newest version. One that can't be read is not passed over: an older one may be laxer. */
export async function currentPolicy({ policies }: Pick<WorkspaceStore, 'policies'>): Promise<ApprovalPolicy> {
  const { items, unreadable } = await policies.list()
  const newest = items.at(-1) ?? firstPolicy
  const lost = unreadable.at(-1)
  if (lost !== undefined && lost > keyOf(newest.version)) await policies.get(lost)
  return newest
}

/** Newest first. */
export async function policyHistory({ policies }: Pick<WorkspaceStore, 'policies'>): Promise<ApprovalPolicy[]> {
  return (await policies.list()).items.toReversed()
}

export type PolicyChange = Omit<ApprovalPolicy, 'version' | 'changedAt' | 'changedBy'> & { changedBy: string }
type Keeping = { workspace: string; store: WorkspaceStore; claim: Store['claim']; clock: Clock }

/** Makes the next version; those before it stay. */
export async function changePolicy(change: PolicyChange, keeping: Keeping): Promise<ApprovalPolicy> {
  const { workspace, store, claim, clock } = keeping
  const held = await claim(`policy:${workspace}`, leaseMs)
  if (held === undefined) throw new AppError('action_running', { ref: 'approvals' })
  try {
    const { version } = await currentPolicy(store)
    const next = { ...change, version: version + 1, changedAt: clock.now() }
    await store.policies.set(keyOf(next.version), next)
    return next
  } finally {
    await held.release()
  }
}

const leaseMs = 30_000

/** So that they sort. */
function keyOf(version: number): string {
  return String(version).padStart(6, '0')
}
