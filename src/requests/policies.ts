import { type ApprovalPolicy, firstPolicy } from '../approvals/policy.ts'
import { exclusively } from '../async/exclusively.ts'
import { AppError } from '../errors/errors.ts'
import type { WorkspaceStore } from '../store/store.ts'
import type { Leasing } from './lease.ts'

type Policies = { policies: Pick<WorkspaceStore['policies'], 'list'> }

/**
 * The newest version of the approval policy. Throws policy_unreadable if the newest cannot be read, because an older
 * one may be laxer.
 */
export async function currentPolicy(store: Policies): Promise<ApprovalPolicy> {
  const { newest, lost } = await policyToChange(store)
  if (lost !== undefined) throw new AppError('policy_unreadable', { version: lost })
  return newest
}

/**
 * The newest readable version of the policy, as a start for the next one, and the number of a newer version that cannot
 * be read. With a number, no decision may use the policy.
 */
export type Changeable = { newest: ApprovalPolicy; lost?: number }
export async function policyToChange(store: Policies): Promise<Changeable> {
  const { policies, lost } = await policyHistory(store)
  const newest = policies[0] ?? firstPolicy
  const last = Math.max(0, ...lost)
  return last > newest.version ? { newest, lost: last } : { newest }
}

/** All readable versions of the policy, newest first, and the numbers of those that cannot be read. */
export async function policyHistory({ policies }: Policies): Promise<{ policies: ApprovalPolicy[]; lost: number[] }> {
  const { items, unreadable } = await policies.list()
  return { policies: items.toReversed(), lost: unreadable.map(Number).reverse() }
}

export type PolicyChange = Omit<ApprovalPolicy, 'version' | 'changedAt' | 'changedBy'> & { changedBy: string }

/**
 * Makes the next version of the policy. Earlier versions stay, even if one cannot be read. Throws policy_busy if
 * somebody else is changing it.
 */
export async function changePolicy(change: PolicyChange, leasing: Leasing): Promise<ApprovalPolicy> {
  const { workspace, store, claim, clock } = leasing
  const once = { key: `policy:${workspace}`, ms: holdMs, taken: () => new AppError('policy_busy') }
  return exclusively(once, claim, async () => {
    const { newest, lost = 0 } = await policyToChange(store)
    const next = { ...change, version: Math.max(newest.version, lost) + 1, changedAt: clock.now() }
    await store.policies.set(keyOf(next.version), next)
    return next
  })
}

/** How long one change holds off others if its process dies, in milliseconds. */
const holdMs = 30_000

/** A version's key in the store, padded so that keys sort by number. */
function keyOf(version: number): string {
  return String(version).padStart(6, '0')
}
