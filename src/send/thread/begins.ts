import type { Clock } from '../../async/clock.ts'

/** How long ago posts were begun. In the process that began them, a clock tells that nobody can set. */
export type Begins = {
  note(key: string): void
  forget(key: string): void
  /** Age in milliseconds of a post that was begun at this time by Slack's clock, in epoch milliseconds. */
  ageMs(key: string, begunAt: number): number
}

/** `now`: Slack's time, as far as it is known. `time` measures spans. */
export function createBegins({ now, time }: { now(): number; time: Pick<Clock, 'now'> }): Begins {
  const begunAt = new Map<string, number>()
  return {
    note: (key) => void begunAt.set(key, time.now()),
    forget: (key) => void begunAt.delete(key),
    ageMs(key, stored) {
      const own = begunAt.get(key)
      if (own !== undefined) return time.now() - own
      const ageMs = now() - stored
      // The clock was set back since: nobody knows how far, and a look-up must not wait for that long.
      return ageMs < 0 ? Number.MAX_SAFE_INTEGER : ageMs
    },
  }
}
