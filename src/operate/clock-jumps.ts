import { type Clock, steadyBeside } from '../async/clock.ts'
import type { Log } from '../log.ts'
import type { Metrics } from './metrics/metrics.ts'

export type ClockJumps = {
  /**
   * Has `listener` called after each jump. `byMs`: how far the clock was set ahead, in milliseconds; negative if it was
   * set back.
   */
  listen(listener: (byMs: number) => void): void
  /** The last jump for the details. Empty if there was none. */
  facts(): { lastClockJump?: { seconds: number; secondsAgo: number } }
  stop(): Promise<void>
}
export type ClockJumpParts = {
  clock: Clock
  log: Log<'warn'>
  metrics: Pick<Metrics, 'clockJumps'>
}

/** How often the two clocks are compared, in milliseconds. */
const lookEveryMs = 1000
/** Between two looks, a clock that is only adjusted moves by much less than this, in milliseconds. */
const leastJumpMs = 1000

/** Notices when somebody sets the machine's clock, by a clock that nobody can set. */
export function watchClockJumps({ clock, log, metrics }: ClockJumpParts): ClockJumps {
  const time = steadyBeside(clock)
  const ending = new AbortController()
  const listeners: ((byMs: number) => void)[] = []
  const apart = () => clock.now() - time.now()
  let last: { byMs: number; at: number } | undefined

  async function watch(): Promise<void> {
    let before = apart()
    while (!ending.signal.aborted) {
      await time.sleep(lookEveryMs, ending.signal)
      const after = apart()
      if (Math.abs(after - before) >= leastJumpMs) note(after - before)
      before = after
    }
  }

  function note(byMs: number): void {
    last = { byMs, at: time.now() }
    metrics.clockJumps.add({ direction: byMs > 0 ? 'forward' : 'back' })
    log.warn({ seconds: toSeconds(byMs) }, 'The clock of this machine was set; Ferry goes on by the new time')
    for (const listener of listeners) listener(byMs)
  }

  const watching = watch()
  return {
    listen: (listener) => void listeners.push(listener),
    facts: () =>
      last === undefined
        ? {}
        : { lastClockJump: { seconds: toSeconds(last.byMs), secondsAgo: toSeconds(time.now() - last.at) } },
    async stop() {
      ending.abort()
      await watching
    },
  }
}

function toSeconds(ms: number): number {
  return Math.round(ms / 1000)
}
