import type { Clock } from '../async/clock.ts'
import { inTime } from '../async/in-time.ts'
import type { Log } from '../log.ts'

/** Everything that has to end when Ferry stops. */
export type Stops = {
  /** Aborted once the grace period is over. From then on, nobody waits for anything that can be told later. */
  ending: AbortSignal
  /** Adds functions that announce that this process leaves, before anything ends. */
  announceWith(...announcements: (() => void)[]): void
  add(what: string, end: () => Promise<unknown> | unknown): void
  /** Announces, waits for the grace period, then ends everything, the last added first. Never rejects. */
  run(options?: { graceMs: number }): Promise<void>
}
export type StopsParts = {
  clock: Clock
  log: Log<'info' | 'error'>
}
type Stop = { what: string; end(): Promise<unknown> | unknown }

/**
 * Longest time for all ends together, in milliseconds. A supervisor kills a process half a minute after asking it to
 * stop, including a grace period before that.
 */
const longestMs = 20_000
/** Time in milliseconds for a part after an earlier one used up all of it, to close files and connections. */
const lastMomentMs = 500

/**
 * Creates the stops. A part that does not end in time, or fails, is logged by name and left behind, so that it does not
 * hold up the others for good.
 */
export function createStops({ clock, log }: StopsParts): Stops {
  const waiting: Stop[] = []
  const ending = new AbortController()
  const announcements: (() => void)[] = []
  return {
    ending: ending.signal,
    announceWith: (...more) => void announcements.push(...more),
    add: (what, end) => void waiting.push({ what, end }),
    async run({ graceMs } = { graceMs: 0 }) {
      for (const announce of announcements) announce()
      if (graceMs > 0) await clock.sleep(graceMs)
      ending.abort()
      const deadline = clock.now() + longestMs
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        await endWithin(Math.max(deadline - clock.now(), lastMomentMs), next, { clock, log })
      }
    },
  }
}

async function endWithin(ms: number, { what, end }: Stop, { clock, log }: StopsParts): Promise<void> {
  const ended = (async () => {
    await end()
    return true
  })()
  try {
    const isEnded = await inTime(ended, { ms, clock, late: false })
    if (!isEnded) log.error({ what }, 'Did not stop in time and is left behind')
  } catch (error) {
    log.error({ what, err: error }, 'Could not be stopped')
  }
}
