import type { People } from '../access/people.ts'
import { groupsIn, roleOf, type Subject } from '../access/roles.ts'
import { approversFor } from '../approvals/policy.ts'
import { RequestRefused } from '../approvals/refused.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import * as to from '../approvals/transitions.ts'
import { warningKey } from '../approvals/warnings.ts'
import type { Clock } from '../async/clock.ts'
import { defined } from '../defined.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import { identityOf } from '../fleet/judge/identity.ts'
import type { Provider } from '../providers/provider.ts'
import type { WorkspaceStore } from '../store/store.ts'
import type { Held } from './lease.ts'
import type { Note } from './notes.ts'
import { currentPolicy } from './policies.ts'

export type Decision = Pick<to.Ballot, 'type' | 'seenHash' | 'warned' | 'reason' | 'breaksGlass'> & { user: string }

export type Deciding = Pick<People, 'standingOf'> & {
  store: WorkspaceStore
  providers: readonly Provider[]
  clock: Clock
}

/**
 * Counts one person's vote by their present rights, the present account and the people whom the policy names now.
 * Throws request_refused with the reason, or account_not_found.
 */
export async function decide(held: Held, decision: Decision, deciding: Deciding): Promise<MigrationRequest> {
  return keep(held, await judge(held.request(), decision, deciding))
}

/** Throws if a decision would be refused whatever its reason, before a form asks for one. Throws as `decide` does. */
export async function assertDecidable(
  request: MigrationRequest,
  decision: Omit<Decision, 'reason'>,
  deciding: Deciding,
): Promise<void> {
  const warned = warningKey(request)
  const transition = await judge(request, { ...decision, reason: anyReason, ...defined({ warned }) }, deciding)
  if (!transition.ok) throw new RequestRefused(request, transition.refusal)
}

const anyReason = '…'

async function judge(request: MigrationRequest, decision: Decision, deciding: Deciding): Promise<to.Transition> {
  const { user, ...ballot } = decision
  // The request itself says who is on call, so an emergency approval does not need a readable policy.
  const policy = ballot.breaksGlass ? undefined : await currentPolicy(deciding.store)
  const approvers = policy && approversFor(policy, request)
  const identity = ballot.type === 'approve' ? await identityNow(request, deciding) : undefined
  const known = { ...(approvers && { approvers }), ...(identity && { identity }), now: deciding.clock.now() }
  const { items: grants } = await deciding.store.grants.list()
  const groups = groupsThatDecide(request, [...grants, ...(approvers ?? [])])
  const voteIn = async (some: readonly string[]) => {
    const standing = await deciding.standingOf(user, { groups: some, isFresh: true })
    return to.vote(request, {
      ...ballot,
      decider: { ...standing, role: roleOf(standing, grants, request.spec.account) },
      ...known,
    })
  }
  try {
    return await voteIn(groups)
  } catch (error) {
    if (!isAppError(error, 'rights_unknown') || groups.length === 0) throw error
    // A person who can decide without any group need not wait until Slack says who is in them.
    const transition = await voteIn([])
    if (transition.ok) return transition
    throw error
  }
}

/** Present identity of the request's account, since an approval is bound to it. Throws account_not_found. */
async function identityNow(
  { identity, spec: { account: name } }: MigrationRequest,
  { store, providers }: Deciding,
): Promise<string | undefined> {
  if (identity === undefined) return undefined
  const account = await store.accounts.get(name)
  if (account === undefined) throw new AppError('account_not_found', { account: name })
  const provider = providers.find((one) => one.name === account.provider)
  return provider && identityOf(account, provider)
}

export function withdraw(held: Held, user: string, { clock }: Pick<Deciding, 'clock'>): Promise<MigrationRequest> {
  return keep(held, to.withdraw(held.request(), { user, now: clock.now() }))
}

/** Has Ferry look in the cloud at once for a migration whose creation got no answer. */
export function lookNow(held: Held, { clock }: Pick<Deciding, 'clock'>): Promise<MigrationRequest> {
  return keep(held, to.lookNow(held.request(), clock.now()))
}

/** Changes a request. `notesOn` tells what else has to be said about the changed request. */
export async function edit(
  held: Held,
  change: to.Change,
  notesOn: (request: MigrationRequest) => Promise<readonly Note[]>,
): Promise<MigrationRequest> {
  const transition = to.edit(held.request(), change)
  const isChanged = transition.ok && transition.request !== held.request()
  return keep(held, transition, isChanged ? await notesOn(transition.request) : [])
}

/** Throws request_refused if a request no longer waits, before anybody is asked anything. */
export function assertOpen(request: MigrationRequest): void {
  const { status } = request
  if (status.type === 'waiting') return
  throw new RequestRefused(
    request,
    status.type === 'expired'
      ? { type: 'expired', at: request.terms.expiresAt }
      : { type: 'decided', status, by: to.decidersOf(request) },
  )
}

/** Throws request_refused if a person may not change a request now. */
export function assertEditable(request: MigrationRequest, edit: Pick<to.Change, 'by' | 'now'>): void {
  const refusal = to.editRefusal(request, edit)
  if (refusal !== undefined) throw new RequestRefused(request, refusal)
}

async function keep(held: Held, transition: to.Transition, notes: readonly Note[] = []): Promise<MigrationRequest> {
  if (!transition.ok) throw new RequestRefused(held.request(), transition.refusal)
  if (transition.request !== held.request()) await held.keep(transition.request, notes)
  return transition.request
}

/** The user groups of the grants, the named approvers and the people on call, since each can decide. */
function groupsThatDecide(
  { terms: { breakGlass } }: MigrationRequest,
  subjects: readonly Subject[],
): readonly string[] {
  return groupsIn([...subjects, ...(breakGlass === undefined ? [] : [breakGlass])])
}
