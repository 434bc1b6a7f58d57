import type { Clock } from '../clock.ts'

/** What has to be ended when Ferry stops. */
export type Stops = {
  /** Aborted once the grace is over: from then on nobody waits for anything that can be told later. */
  ending: AbortSignal
  /** What tells the world that this process leaves, before anything ends. */
  announceWith(...announcements: (() => void)[]): void
  add(what: string, end: () => Promise<unknown> | unknown): void
  /** Announces, waits for the grace, then ends everything: what was added last first. Never rejects. */
  run(options?: { graceMs: number }): Promise<void>
}
export type StopsParts = {
  clock: Clock
  log: { info(details: object, message: string): void; error(details: object, message: string): void }
}
type Stop = { what: string; end(): Promise<unknown> | unknown }

/** Whoever supervises a process kills it half a minute after asking it to stop, a grace before that included. */
const longestMs = 20_000
/** What comes after a part that used up all the time gets this much nevertheless, to close files and connections. */
const lastMomentMs = 500

/** No part holds up the others for good: one that does not end in time, or fails, is logged by name and left behind. */
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
  const over = new AbortController()
  const ended = (async () => {
    await end()
    return true
  })()
  try {
    const isEnded = await Promise.race([ended, clock.sleep(ms, over.signal).then(() => false)])
    if (!isEnded) log.error({ what }, 'Did not stop in time and is left behind')
  } catch (error) {
    log.error({ what, err: error }, 'Could not be stopped')
  } finally {
    over.abort()
  }
}
