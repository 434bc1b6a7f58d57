import type { Clock } from '../src/async/clock.ts'

/** A clock that stands still until a test moves it. Sleepers wake in the order of their alarms. */
export type ManualClock = Clock & {
  /** Lets this much time pass, in milliseconds. Sleepers that wake may sleep again and are woken again. */
  advance(ms: number): Promise<void>
  /** Lets time pass, alarm by alarm, until the promise settles. Fails if no sleeper is left. */
  passUntil<Value>(promise: Promise<Value>): Promise<Value>
  /** Lets everything happen that takes no time. */
  settle(): Promise<void>
  /** Number of sleepers. */
  sleepers(): number
  /** Sets the time of day ahead, or back, as somebody may set a machine's. Spans and sleepers take no notice. */
  set(byMs: number): void
}

/** Creates a clock. While `isBusy`, no time passes, so that real sockets can work. */
export function createManualClock(startsAt = Date.UTC(2026, 10, 21, 12), isBusy = () => false): ManualClock {
  const asleep = new Set<Sleeper>()
  // Spans are measured by `now`; the time of day may have been set apart from it.
  let now = startsAt
  let aheadMs = 0

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper = { wakesAt: now + ms, wake }
      function wake() {
        asleep.delete(sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      asleep.add(sleeper)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }

  async function advanceTo(moment: number): Promise<void> {
    await settle()
    for (let next = firstOf(asleep); next !== undefined && next.wakesAt <= moment; next = firstOf(asleep)) {
      now = next.wakesAt
      next.wake()
      await settle()
    }
    now = moment
  }

  async function passUntil<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false
    const settled = () => {
      isSettled = true
    }
    promise.then(settled, settled)
    await settle()
    while (!isSettled) {
      const next = firstOf(asleep)
      if (next === undefined) throw new Error('Nobody is asleep, yet the promise does not settle')
      await advanceTo(next.wakesAt)
    }
    return promise
  }

  /** Waits for one turn of the event loop, after which every promise that could continue has continued. */
  async function settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (isBusy())
  }

  return {
    now: () => now + aheadMs,
    steady: { now: () => now, sleep },
    sleep,
    advance: (ms) => advanceTo(now + ms),
    passUntil,
    settle,
    sleepers: () => asleep.size,
    set(byMs) {
      aheadMs += byMs
    },
  }
}

type Sleeper = { wakesAt: number; wake(): void }

function firstOf(asleep: ReadonlySet<Sleeper>): Sleeper | undefined {
  return [...asleep].sort((a, b) => a.wakesAt - b.wakesAt)[0]
}
