import type { Clock } from '../clock.ts'
import { type AppError, isAppError } from '../errors.ts'
import type { Account, QuietTime, WorkspaceStore } from '../store/store.ts'

type Reader = {
  store: Pick<WorkspaceStore, 'quietTimes'>
  log: { warn(details: object, message: string): void }
}

/** When this account was left alone last. What can't be read is forgotten: nobody would miss it. */
export async function recallQuietTime(account: string, { store, log }: Reader): Promise<QuietTime | undefined> {
  try {
    return await store.quietTimes.get(account)
  } catch (error) {
    if (!isAppError(error, 'record_unreadable')) throw error
    log.warn({ account, err: error }, 'A quiet time cannot be read and is forgotten')
    await store.quietTimes.delete(account)
    return undefined
  }
}

/** Measured both ways, so that a clock that was far ahead when it began does not silence an account for days. */
export function isQuiet({ account, quietTime }: Known, now: number): boolean {
  return isOfTheseKeys(quietTime, account) && Math.abs(now - quietTime.since) < quietTime.durationMs
}

/** Does the work. Where it is refused, every replica leaves the account alone for a while. */
export async function heedRefusals<Done>(reading: Heeded, work: () => Promise<Done>): Promise<Done> {
  try {
    return await work()
  } catch (error) {
    const next = isAppError(error) ? quietTimeAfter(error, reading) : undefined
    if (next !== undefined && !reading.signal.aborted) await reading.store.quietTimes.set(next.account, next)
    throw error
  }
}

/** Nothing was refused: the next refusal is the first again. */
export async function forgetRefusals({ store, quietTime, signal }: Heeded): Promise<void> {
  if (quietTime !== undefined && !signal.aborted) await store.quietTimes.delete(quietTime.account)
}

type Known = { account: Account; quietTime: QuietTime | undefined }
type Heeded = Known & { store: Pick<WorkspaceStore, 'quietTimes'>; clock: Clock; signal: AbortSignal }

function quietTimeAfter(error: AppError, { account, quietTime, clock }: Heeded): QuietTime | undefined {
  const refusals = (isOfTheseKeys(quietTime, account) ? quietTime.refusals : 0) + 1
  const durationMs = pauseAfter(error, refusals)
  if (durationMs === 0) return undefined
  return { account: account.name, connectedAt: account.createdAt, since: clock.now(), durationMs, refusals }
}

/** Connecting an account again gives it another time of connecting, and what other keys met with does not count. */
function isOfTheseKeys(quietTime: QuietTime | undefined, { createdAt }: Account): quietTime is QuietTime {
  return quietTime?.connectedAt === createdAt
}

/** Five refused keys in a row lock an access key at Huawei for five minutes: asking again must be rare. */
const refusedPausesMs = [5 * 60_000, 15 * 60_000, 60 * 60_000]
const longestPauseMs = 60 * 60_000
const throttledPauseMs = 60_000

/** 0 means until the next tick. A wrong clock is this process's own affair, see `createOwnQuietTimes`. */
function pauseAfter({ code, details }: AppError, refusals: number): number {
  if (code === 'provider_denied') return pauseAfterRefusals(refusals)
  if (code !== 'provider_throttled') return 0
  return Math.min(longestPauseMs, Number(details.retryAfterMs ?? throttledPauseMs))
}

function pauseAfterRefusals(refusals: number): number {
  return refusedPausesMs[refusals - 1] ?? longestPauseMs
}

/**
 * Accounts that this process leaves alone because its machine's clock is wrong. Kept by each for itself: the clocks of
 * the others may be right.
 */
export type OwnQuietTimes = {
  isQuiet(account: string): boolean
  /** After a reading of this account, and what became of it. */
  note(account: string, error: AppError | undefined): void
}

export function createOwnQuietTimes(clock: Clock): OwnQuietTimes {
  const times = new Map<string, { until: number; refusals: number }>()
  return {
    isQuiet: (account) => (times.get(account)?.until ?? 0) > clock.now(),
    note(account, error) {
      if (error?.code !== 'clock_wrong') return void times.delete(account)
      const refusals = (times.get(account)?.refusals ?? 0) + 1
      times.set(account, { until: clock.now() + pauseAfterRefusals(refusals), refusals })
    },
  }
}
