import { createSimulatedClock, type SimulatedClock } from '../../playground/clock.ts'
import { type Clock, systemClock } from '../../src/async/clock.ts'

/** When a fast clock showed which time, and how fast it runs. As JSON, it can be given to another process. */
export type FastClockSetting = {
  /** Time on the machine's clock, in epoch milliseconds. */
  anchoredAt: number
  /** Time on the fast clock at that moment. */
  startsAt: number
  /** Milliseconds on the fast clock for each real one. */
  speed: number
}

/** A clock that runs faster than the machine's. All processes with one setting have the same time. */
export function createFastClock({ anchoredAt, startsAt, speed }: FastClockSetting): SimulatedClock & Clock {
  const clock = createSimulatedClock(startsAt + (realNow() - anchoredAt) * speed, realNow)
  clock.setSpeed(speed)
  return { ...clock, sleep: (ms, signal) => systemClock.sleep(Math.max(0, ms / speed), signal) }
}

/** The machine's time with fractions of a millisecond, which a fast clock makes long. */
export function realNow(): number {
  return performance.timeOrigin + performance.now()
}
