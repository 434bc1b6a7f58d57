/** Time, as an argument. Production passes the machine's clock; tests pass one that they move themselves. */
export type Clock = {
  /** The present time, in epoch milliseconds. */
  now(): number
  /** Waits. Resolves after `ms` milliseconds, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
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

/** Measures spans. Unlike the machine's clock, nobody can set it: it only goes forward, and tells no time of day. */
export const steadyClock: Clock = { now: () => performance.now(), sleep: systemClock.sleep }

/** The clock that measures spans beside the given one. A clock that a test moves measures them itself. */
export function steadyBeside(clock: Clock): Clock {
  return clock === systemClock ? steadyClock : clock
}

/** A clock whose sleeps also end when the signal aborts. */
export function wokenBy(signal: AbortSignal, clock: Clock): Clock {
  return {
    now: clock.now,
    sleep: (ms, own) => clock.sleep(ms, own === undefined ? signal : AbortSignal.any([signal, own])),
  }
}
