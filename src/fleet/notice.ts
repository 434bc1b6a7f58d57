import type { Subject } from '../access/roles.ts'
import { defined } from '../defined.ts'
import type { AccountHealth, Notice, Trouble } from '../store/store.ts'
import { isTold } from './health.ts'
import { isForPeople, isSameTrouble } from './trouble.ts'

/** How long an account that may come back by itself is unreadable before channels are told, in milliseconds. */
const toldAfterMs = 15 * 60_000

/** Number of watches that Ferry cannot follow, by channel. */
export type Blind = Readonly<Record<string, number>>

type Present = { blind: Blind; now: number }
/** `owner`: who connected the account. `called`: its owners, if any are named. They are asked for if it opens a notice. */
type Opening = Present & { owner?: string | undefined; called?: readonly Subject[] | undefined }

/**
 * The notice that channels see about an account now: none, a new one, or the present one with its changes. One
 * notice for one cause. Pure.
 */
export function accountNoticeAfter(health: AccountHealth, { blind, owner, called, now }: Opening): Notice | undefined {
  const { notice, trouble } = health
  if (opensNotice(health, { blind, now })) return opened(health.trouble, { blind, owner, called, now })
  if (notice === undefined || notice.healedAt !== undefined) return notice
  if (trouble === undefined) return healed(notice, now)
  // Another refusal of the same cloud changes what the notice says. It is no news of its own.
  if (trouble.code === notice.trouble.code)
    return isSameTrouble(trouble, notice.trouble) ? notice : { ...notice, trouble }
  return isNewsworthy(health, now) ? { ...told(notice, { type: 'changed', trouble, now }), trouble } : notice
}

/** Whether channels have to hear of an account now, of which they have heard nothing yet. Pure. */
export function opensNotice(
  health: AccountHealth,
  { blind, now }: Present,
): health is AccountHealth & { trouble: Trouble } {
  const { notice } = health
  if (notice !== undefined && notice.healedAt === undefined) return false
  return isNewsworthy(health, now) && Object.keys(blind).length > 0
}

function isNewsworthy(health: AccountHealth, now: number): health is AccountHealth & { trouble: Trouble } {
  if (!isTold(health)) return false
  return isForPeople(health.trouble) || now - health.trouble.since >= toldAfterMs
}

function opened(trouble: Trouble, { blind, owner, called, now }: Opening): Notice {
  return { createdAt: now, blind, trouble, ...defined({ owner, called }), events: [] }
}

function healed(notice: Notice, now: number): Notice {
  return { ...told(notice, { type: 'healed', trouble: notice.trouble, now }), healedAt: now }
}

function told(
  notice: Notice,
  { type, trouble, now }: { type: 'changed' | 'healed'; trouble: Trouble; now: number },
): Notice {
  const seq = Math.max(now, (notice.events.at(-1)?.seq ?? notice.createdAt) + 1)
  return { ...notice, events: [...notice.events, { seq, at: now, type, trouble }] }
}
