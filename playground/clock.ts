/** A clock as the simulators use it. `now` is in epoch milliseconds. */
export type Clock = { now(): number }

/** A clock that can be accelerated, stopped and moved forward. The simulated clouds use it. */
export type SimulatedClock = Clock & {
  /** Simulated milliseconds per real millisecond: 1 is real time, 0 stands still. */
  speed(): number
  setSpeed(speed: number): void
  /** Moves time forward at once, by milliseconds. Refuses negative steps, because a cloud's clock never runs back. */
  jump(ms: number): void
}

export function createSimulatedClock(startAt: number = Date.now(), realNow: () => number = Date.now): SimulatedClock {
  let simulatedAt = startAt
  let anchoredAt = realNow()
  let factor = 1
  const now = () => simulatedAt + (realNow() - anchoredAt) * factor
  const anchor = () => {
    simulatedAt = now()
    anchoredAt = realNow()
  }
  return {
    now: () => Math.floor(now()),
    speed: () => factor,
    setSpeed(speed) {
      if (!(speed >= 0)) throw new RangeError(`Speed must be 0 or more, got ${speed}`)
      anchor()
      factor = speed
    },
    jump(ms) {
      if (!(ms >= 0)) throw new RangeError(`Jump must be 0 or more milliseconds, got ${ms}`)
      anchor()
      simulatedAt += ms
    },
  }
}
