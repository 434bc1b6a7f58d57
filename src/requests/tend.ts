import { reaches, type Subject } from '../access/roles.ts'
import { isOver, type MigrationRequest } from '../approvals/request.ts'
import * as to from '../approvals/transitions.ts'
import { carryOut, type Executing } from './execute.ts'
import type { Held } from './lease.ts'
import { followUp, reminder } from './notes.ts'
import { note } from './trail.ts'

/** After an approval by one person alone. */
const followUpAfterMs = 24 * 3_600_000
/** The audit keeps what was decided. */
const forgetAfterMs = 90 * 24 * 3_600_000

export type Due = 'create' | 'expire' | 'remind' | 'follow up' | 'forget'

/** What is to be done about a request by itself now. Pure. */
export function dueOf(request: MigrationRequest, now: number): Due | undefined {
  const { status, terms, reminders } = request
  if (status.type === 'approved' || (status.type === 'creating' && now >= status.notBefore)) return 'create'
  if (status.type === 'waiting' && now >= terms.expiresAt) return 'expire'
  if (status.type === 'waiting' && terms.remindAt.some((at, index) => index >= reminders && at <= now)) return 'remind'
  const alone = request.votes.find(({ isBreakGlass }) => isBreakGlass)
  if (alone !== undefined && request.followedUpAt === undefined && now - alone.at >= followUpAfterMs) return 'follow up'
  return isOver(status) && now - request.requestedAt >= forgetAfterMs ? 'forget' : undefined
}

/** Does what is due, by the request as it is under the lease. */
export async function tendOne(held: Held, executing: Executing): Promise<void> {
  const { clock, store } = executing
  const request = held.request()
  const now = clock.now()
  const due = dueOf(request, now)
  switch (due) {
    case 'create':
      return carryOut(held, executing)
    case 'expire':
      return expire(held, executing)
    case 'remind': {
      const reminded = to.reminded(request, now)
      return held.keep(reminded, [reminder(reminded, await approversOf(request, executing))])
    }
    case 'follow up':
      return held.keep({ ...request, followedUpAt: now }, [followUp(request)])
    case 'forget':
      await store.requests.delete(request.id)
      await store.receipts.delete(request.id)
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
  await held.keep(expired.request)
  await note(expired.request, { verb: 'expire', at: now, outcome: 'done' }, store)
}

/** Those to whom the role was given by name; others of its holders read the channel. */
async function approversOf(
  { spec, requestedBy }: MigrationRequest,
  { store }: Pick<Executing, 'store'>,
): Promise<Subject[]> {
  const { items: grants } = await store.grants.list()
  const isAbout = (account: string | undefined) => account === undefined || account === spec.account
  return grants.filter(({ id, role, account }) => reaches(role, 'approver') && isAbout(account) && id !== requestedBy)
}
