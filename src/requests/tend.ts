import type { Subject } from '../access/roles.ts'
import { isEnough, isStuck } from '../approvals/able.ts'
import { type ApprovalPolicy, approversFor } from '../approvals/policy.ts'
import { type Created, isOver, type MigrationRequest } from '../approvals/request.ts'
import * as to from '../approvals/transitions.ts'
import { hasCome } from '../async/clock.ts'
import { isAppError } from '../errors/errors.ts'
import { ableApprovers, mendersOf, namesOthers, reachable } from './approvers.ts'
import { carryOut, type Executing, mayLookUp, secondLookAfterMs } from './creating/execute.ts'
import { lookForSecond } from './creating/second-look.ts'
import type { Held } from './lease.ts'
import { followUp, type Note, nobodyCan, nowAble, nowNamed, reminder } from './notes.ts'
import { currentPolicy } from './policies.ts'
import { note } from './trail.ts'

/** When Ferry brings up an approval that one person gave alone, in milliseconds afterwards. */
const followUpAfterMs = 24 * 3_600_000
/** How long Ferry keeps a request that is over, in milliseconds. The audit keeps what was decided. */
const forgetAfterMs = 90 * 24 * 3_600_000

export type Due = 'create' | 'look again' | 'expire' | 'name' | 'remind' | 'find approvers' | 'follow up' | 'forget'
/** The time and the approval policy. `policy` is absent if it cannot be read or no request waits. */
export type Moment = { now: number; policy?: ApprovalPolicy }

/** The step that Ferry has to take by itself on a request now. Undefined if none is due. Pure. */
export function dueOf(request: MigrationRequest, { now, policy }: Moment): Due | undefined {
  const { status } = request
  if (status.type === 'approved' || (status.type === 'creating' && mayLookUp(status, now))) return 'create'
  if (status.type === 'created' && isLookDue(status, now)) return 'look again'
  if (status.type === 'waiting') return dueWhileWaiting(request, { now, ...(policy && { policy }) })
  const alone = request.votes.find(({ isBreakGlass }) => isBreakGlass)
  if (alone !== undefined && request.followedUpAt === undefined && now - alone.at >= followUpAfterMs) return 'follow up'
  return isOver(status) && now - request.requestedAt >= forgetAfterMs ? 'forget' : undefined
}

function isLookDue({ lookAgainAt }: Created, now: number): boolean {
  return lookAgainAt !== undefined && hasCome(lookAgainAt, { longestMs: secondLookAfterMs, now })
}

function dueWhileWaiting(request: MigrationRequest, { now, policy }: Moment): Due | undefined {
  const { terms, reminders } = request
  if (now >= terms.expiresAt) return 'expire'
  if (policy !== undefined && namesOthers(request, policy)) return 'name'
  if (terms.remindAt.some((at, index) => index >= reminders && at <= now)) return 'remind'
  return isStuck(request, request.able) ? 'find approvers' : undefined
}

/** Does what is due for a request, as it is under the lease. */
export async function tendOne(held: Held, executing: Executing): Promise<void> {
  const { store } = executing
  const request = held.request()
  const moment = await momentOf([request], executing)
  const { now } = moment
  const due = dueOf(request, moment)
  switch (due) {
    case 'create':
      return carryOut(held, executing)
    case 'look again':
      return lookForSecond(held, executing)
    case 'expire':
      return expire(held, executing)
    case 'name':
      return nameApprovers(held, moment, executing)
    case 'remind':
      return remind(held, moment, executing)
    case 'find approvers':
      return findApprovers(held, executing)
    case 'follow up':
      return held.keep({ ...request, followedUpAt: now }, [await followUpOn(request, executing)])
    case 'forget':
      await store.requests.delete(request.id)
      return
    case undefined:
      return
    default:
      return due satisfies never
  }
}

async function expire(held: Held, { clock, store }: Executing): Promise<void> {
  const now = clock.now()
  const expired = to.expire(held.request(), now)
  if (!expired.ok) return
  // If the process dies in between, the audit has the entry twice rather than never.
  await note(expired.request, { verb: 'expire', at: now, outcome: 'done' }, store)
  await held.keep(expired.request)
}

/** Updates the approvers whom the policy names. The new ones hear of it; the earlier ones see it on the card. */
async function nameApprovers(held: Held, { policy }: Moment, executing: Executing): Promise<void> {
  if (policy === undefined) return
  const request = held.request()
  const renamed = await lookedAt(to.withApprovers(request, approversFor(policy, request)), executing)
  await held.keep(renamed, [nowNamed(renamed), ...(await ifNobodyCan(renamed, executing))])
}

/** Reminds the approvers. If they have left and nobody can approve any more, calls the people who can change that. */
async function remind(held: Held, { now }: Moment, executing: Executing): Promise<void> {
  const reminded = await lookedAt(to.reminded(held.request(), now), executing)
  const isLast = reminded.reminders >= reminded.terms.remindAt.length
  const escalation = isLast ? await escalationOf(reminded, executing) : []
  const stuck = await ifNobodyCan(reminded, executing, escalation)
  await held.keep(reminded, stuck.length > 0 ? stuck : [reminder(reminded, escalation)])
}

/**
 * Checks whether a request that nobody could approve can be approved now, because somebody got the role or has come
 * back.
 */
async function findApprovers(held: Held, executing: Executing): Promise<void> {
  const request = await lookedAt(held.request(), executing)
  if (!isStuck(request, request.able)) await held.keep(request, [nowAble(request)])
}

async function followUpOn(request: MigrationRequest, executing: Executing): Promise<Note> {
  const { subjects } = await ableApprovers({ ...request, votes: [] }, executing)
  return followUp(request, [...subjects, ...(await escalationOf(request, executing))])
}

/**
 * Looks again who can approve a request. Keeps the earlier answer if Slack does not say enough; the next tick looks
 * again.
 */
async function lookedAt(request: MigrationRequest, executing: Executing): Promise<MigrationRequest> {
  const able = await ableApprovers(request, executing)
  const tellsNothing = able.isUncertain && !isEnough(request, able)
  return tellsNothing && isStuck(request, request.able) ? request : { ...request, able }
}

async function ifNobodyCan(
  request: MigrationRequest,
  executing: Executing,
  escalation: readonly Subject[] = [],
): Promise<Note[]> {
  if (!isStuck(request, request.able)) return []
  return [nobodyCan(request, await mendersOf(request, executing), escalation)]
}

/** The person or group that the last reminder calls, without people who have left. */
function escalationOf({ terms: { escalateTo } }: MigrationRequest, executing: Executing): Promise<Subject[]> {
  return reachable(escalateTo === undefined ? [] : [escalateTo], executing)
}

/** The time, and the approval policy if a request waits. Other work does not wait for a policy that cannot be read. */
export async function momentOf(
  requests: readonly MigrationRequest[],
  { store, clock, log }: Pick<Executing, 'store' | 'clock' | 'log'>,
): Promise<Moment> {
  const now = clock.now()
  if (requests.every(({ status }) => status.type !== 'waiting')) return { now }
  try {
    return { now, policy: await currentPolicy(store) }
  } catch (error) {
    if (!isAppError(error)) throw error
    log.warn({ err: error }, 'The approval policy cannot be read')
    return { now }
  }
}
