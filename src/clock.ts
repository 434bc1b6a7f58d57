/** Time, as an argument: production passes the machine's, tests pass one that they move themselves. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Resolves after `ms`, or at once when the signal aborts. */
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

/** The same clock, except that nobody sleeps on once the signal aborts. */
export function wokenBy(signal: AbortSignal, clock: Clock): Clock {
  return {
    now: clock.now,
    sleep: (ms, own) => clock.sleep(ms, own === undefined ? signal : AbortSignal.any([signal, own])),
  }
}
