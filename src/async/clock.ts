/** Time, as an argument. Production passes the machine's clock; tests pass one that they move themselves. */
export type Clock = {
  /** The present time, in epoch milliseconds. */
  now(): number
  /** Waits. Resolves after `ms` milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** The clock that measures spans beside this one, if this one can be set. */
  steady?: Clock
}

/** Measures spans. Unlike the machine's clock, nobody can set it: it only goes forward, and tells no time of day. */
export const steadyClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, { once: true })
      function done() {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
    }),
}

/** Tells the time of day, which somebody may set while Ferry runs. */
export const systemClock: Clock = { now: () => Date.now(), sleep: steadyClock.sleep, steady: steadyClock }

/**
 * The clock that measures spans beside the given one. What is stored or shown needs the time of day; how long something
 * has taken, or is to wait, does not.
 */
export function steadyBeside(clock: Clock): Clock {
  return clock.steady ?? clock
}

/**
 * Whether `ms` milliseconds have passed since a moment by the time of day, such as a stored one. A moment that is still
 * to come was noted before the clock was set back: nobody knows how long ago, so it counts as long ago.
 */
export function hasPassed(ms: number, { since, now }: { since: number; now: number }): boolean {
  return since > now || now - since >= ms
}

/**
 * Whether a moment by the time of day has come that lay at most `longestMs` milliseconds ahead when it was noted. One
 * further ahead was noted before the clock was set back, so it counts as come.
 */
export function hasCome(moment: number, { longestMs, now }: { longestMs: number; now: number }): boolean {
  return moment <= now || moment - now > longestMs
}

/** A clock whose sleeps also end when the signal aborts. */
export function wokenBy(signal: AbortSignal, clock: Clock): Clock {
  return {
    now: clock.now,
    sleep: (ms, own) => clock.sleep(ms, own === undefined ? signal : AbortSignal.any([signal, own])),
    ...(clock.steady && { steady: wokenBy(signal, clock.steady) }),
  }
}
