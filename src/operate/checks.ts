import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { Check, CheckOutcome } from './health.ts'

/** The store takes a record and gives it back. Asked every few seconds at most, however often somebody wants to know. */
export function storeCheck(store: Pick<Store, 'prove'>, clock: Pick<Clock, 'now'>): Check {
  return {
    name: 'store',
    run: nowAndThen(clock, async () => {
      await store.prove()
      return { ok: true }
    }),
  }
}

/** The server accepts connections. */
export function serverCheck(isListening: () => boolean): Check {
  return {
    name: 'server',
    run: () => (isListening() ? { ok: true } : { ok: false, detail: 'not listening' }),
  }
}

/** Slack can reach us: in Socket Mode a socket is up; over HTTP the server is all there is to it. */
export function slackCheck(isConnected: () => boolean): Check {
  return {
    name: 'slack',
    run: () => (isConnected() ? { ok: true } : { ok: false, detail: 'not connected' }),
  }
}

/** Polling goes on: the last round is not older than three intervals. Before the first one, counts from `startedAt`. */
export function tickCheck({ clock, intervalMs, startedAt, lastTickAt }: TickFacts): Check {
  return {
    name: 'polling',
    run: () => {
      const ageMs = clock.now() - (lastTickAt() ?? startedAt)
      const detail = `last round ${toSeconds(ageMs)} s ago, expected every ${toSeconds(intervalMs)} s`
      return { ok: ageMs <= 3 * intervalMs, detail }
    },
  }
}

export type TickFacts = {
  clock: Clock
  intervalMs: number
  /** Epoch milliseconds. */
  startedAt: number
  /** Epoch milliseconds of the last finished round. */
  lastTickAt(): number | undefined
}

/** Good news lasts longer than bad, so that a process is ready again soon after what was wrong is mended. */
const goodForMs = 5000
const badForMs = 1000

/** Everybody who asks while it runs, and for a while after, gets the same answer. */
function nowAndThen(clock: Pick<Clock, 'now'>, run: () => Promise<CheckOutcome>): () => Promise<CheckOutcome> {
  let answer: Promise<CheckOutcome> | undefined
  let validUntil = Number.POSITIVE_INFINITY
  let askedAt = 0
  return () => {
    const now = clock.now()
    // A clock that was set back must not keep an old answer alive.
    if (answer !== undefined && now >= askedAt && now < validUntil) return answer
    const asked = run()
    answer = asked
    askedAt = now
    validUntil = Number.POSITIVE_INFINITY
    const keepFor = (ms: number) => () => {
      if (answer === asked) validUntil = clock.now() + ms
    }
    asked.then(keepFor(goodForMs), keepFor(badForMs))
    return asked
  }
}

function toSeconds(durationMs: number): number {
  return Math.round(durationMs / 1000)
}
