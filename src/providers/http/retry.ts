/** How often a safe call is repeated, and after which pauses. */
export type RetryPolicy = {
  maxRepeats: number
  /** Pause before the first repeat, in milliseconds. It doubles each time. */
  firstPauseMs: number
  /** The longest pause, in milliseconds. If a provider asks for more, the call is not repeated. */
  longestPauseMs: number
}

export const defaultRetryPolicy: RetryPolicy = { maxRepeats: 2, firstPauseMs: 500, longestPauseMs: 15_000 }

export type Repeat = { attempt: number; retryAfterMs?: number | undefined; random: () => number }

/** Milliseconds to wait before attempt `attempt + 1`. Undefined if there is none. */
export function pauseBeforeRepeat(policy: RetryPolicy, { attempt, retryAfterMs, random }: Repeat): number | undefined {
  if (attempt > policy.maxRepeats) return undefined
  if (retryAfterMs !== undefined) return retryAfterMs <= policy.longestPauseMs ? retryAfterMs : undefined
  const fullPauseMs = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (attempt - 1))
  // Half of the pause is random, so that replicas that failed together do not come back together.
  return fullPauseMs * (0.5 + random() / 2)
}

/** Reads a Retry-After header, in seconds or as a date. Returns milliseconds. */
export function readRetryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
