import { type Clock, systemClock } from '../../src/async/clock.ts'

/** The machine's clock, on which a test lets time pass all at once. */
export type MovableClock = Clock & {
  /** Lets so many milliseconds pass. Sleepers whose time has come wake. */
  advance(ms: number): void
}

export function createMovableClock(): MovableClock {
  const { steady = systemClock } = systemClock
  let aheadMs = 0
  let moves = new AbortController()
  const passed = () => steady.now() + aheadMs
  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const wakesAt = passed() + ms
    for (let leftMs = ms; leftMs > 0 && signal?.aborted !== true; leftMs = wakesAt - passed()) {
      await systemClock.sleep(leftMs, AbortSignal.any([moves.signal, ...(signal === undefined ? [] : [signal])]))
    }
  }
  return {
    now: () => systemClock.now() + aheadMs,
    sleep,
    steady: { now: passed, sleep },
    advance(ms) {
      aheadMs += ms
      moves.abort()
      moves = new AbortController()
    },
  }
}
