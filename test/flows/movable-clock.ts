import { type Clock, systemClock } from '../../src/async/clock.ts'

/** The machine's clock, on which a test lets time pass all at once. Those who wait already go on waiting. */
export type MovableClock = Clock & {
  /** Lets so many milliseconds pass. */
  advance(ms: number): void
}

export function createMovableClock(): MovableClock {
  const { sleep, steady = systemClock } = systemClock
  let aheadMs = 0
  return {
    now: () => systemClock.now() + aheadMs,
    sleep,
    steady: { now: () => steady.now() + aheadMs, sleep },
    advance(ms) {
      aheadMs += ms
    },
  }
}
