import { hasCome } from '../async/clock.ts'
import { defined } from '../defined.ts'
import type { AppError, Saying } from '../errors/errors.ts'
import { isFinal, isSettled, type Migration } from '../migrations/migration.ts'
import type { Account, AccountHealth, Trouble } from '../store/store.ts'
import type { AccountFleet } from './account-fleet.ts'
import type { Known } from './judge/known.ts'
import { isSameTrouble, isWorthShowing, troubleAfter } from './trouble.ts'

/* How an account's cloud answers: pure functions from what was known and what happened to what is known now. */

/** Five refused keys in a row lock an access key at Huawei for five minutes, so Ferry seldom asks again. */
const refusedPausesMs = [5 * 60_000, 15 * 60_000, 60 * 60_000]
const longestPauseMs = 60 * 60_000
/**
 * Short, so that the account is read again soon after the clock is corrected: at most three refusals in five minutes.
 */
const wrongClockPauseMs = 2 * 60_000
const throttledPauseMs = 60_000

/** The account's health after it could not be read. */
export function afterFailure(
  before: AccountHealth | undefined,
  error: AppError,
  { account, now }: { account: Pick<Account, 'name' | 'createdAt'>; now: number },
): AccountHealth {
  const { askAgainAt: quietUntil, ...kept } = before ?? {}
  // What other keys met with does not count.
  const isSameAccount = before?.connectedAt === account.createdAt
  const refusals = isSameAccount ? before.refusals : 0
  const pauseMs = pauseAfter(error, refusals + 1)
  const askAgainAt = pauseMs > 0 ? now + pauseMs : isSameAccount ? quietUntil : undefined
  return {
    ...kept,
    account: account.name,
    connectedAt: account.createdAt,
    trouble: troubleAfter(before?.trouble, error, now),
    refusals: pauseMs > 0 ? refusals + 1 : refusals,
    ...defined({ askAgainAt }),
  }
}

/** The account's health after it was read. Undefined if nothing has to be remembered. */
export function afterSuccess(
  before: AccountHealth | undefined,
  { createdAt }: Pick<Account, 'createdAt'>,
): AccountHealth | undefined {
  if (before?.notice === undefined) return undefined
  const { trouble: _, askAgainAt: __, ...kept } = before
  return { ...kept, connectedAt: createdAt, refusals: 0 }
}

/** Whether Ferry leaves the account alone now. A clock that was ahead silences it no longer once it is set right. */
export function isQuiet(
  health: AccountHealth | undefined,
  { createdAt }: Pick<Account, 'createdAt'>,
  now: number,
): boolean {
  if (health?.askAgainAt === undefined || health.connectedAt !== createdAt) return false
  const longestMs = health.trouble?.code === 'clock_wrong' ? wrongClockPauseMs : longestPauseMs
  return !hasCome(health.askAgainAt, { longestMs, now })
}

/**
 * Whether an account's keys are known to be good: it has answered with them, and nothing has been wrong with it since.
 */
export function isProven(
  { provenFor }: Pick<AccountFleet, 'provenFor'>,
  health: AccountHealth | undefined,
  { createdAt }: Pick<Account, 'createdAt'>,
): boolean {
  return provenFor === createdAt && health?.trouble === undefined
}

/** Whether a trouble is told to people, or the next reading may mend it. */
export function isTold(health: AccountHealth | undefined): health is AccountHealth & { trouble: Trouble } {
  return health?.trouble !== undefined && isWorthShowing(health.trouble)
}

/** Whether two states differ in something that has to be stored. Failures are counted only until people are told. */
export function isSameHealth(before: AccountHealth | undefined, after: AccountHealth | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  return (
    before.connectedAt === after.connectedAt &&
    before.askAgainAt === after.askAgainAt &&
    before.refusals === after.refusals &&
    isSameTrouble(before.trouble, after.trouble) &&
    isTold(before) === isTold(after) &&
    before.notice === after.notice
  )
}

/** 0 means until the next round. A wrong clock is this process's own affair: the clocks of others may be right. */
function pauseAfter({ code, details }: AppError, refusals: number): number {
  if (code === 'clock_wrong') return wrongClockPauseMs
  if (code === 'provider_denied') return refusedPausesMs[refusals - 1] ?? longestPauseMs
  if (code !== 'provider_throttled') return 0
  return Math.min(longestPauseMs, Number(details.retryAfterMs ?? throttledPauseMs))
}

/** Figures of what is at rest are not old: nobody would have asked for them. */
const restingMs = 15 * 60_000

/** Why a migration's figures are old: because of itself, or of its account. */
export function troubleOf(
  { trouble, missing, migration }: Known,
  health: AccountHealth | undefined,
  now: number,
): (Saying & Pick<Trouble, 'since' | 'cloud'>) | undefined {
  if (missing !== undefined && missing.readings > 1) return { ...notFound, since: missing.since }
  if (isFinal(migration.state)) return undefined
  if (trouble !== undefined && isWorthShowing(trouble)) return trouble
  return isTold(health) && !isAtRest(migration, now) ? health.trouble : undefined
}

const notFound = {
  what: 'The cloud doesn’t find this migration at the moment.',
  next: 'Ferry keeps looking, and tells you here if it is gone.',
}

function isAtRest({ state, readAt }: Migration, now: number): boolean {
  return isSettled(state) && now - readAt < restingMs
}
