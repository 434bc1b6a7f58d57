import type { Clock } from '../async/clock.ts'
import type { Store } from '../store/store.ts'
import type { Check, CheckOutcome } from './health.ts'

/**
 * Checks that the store takes a record and gives it back. Asks the store every few seconds at most, however often the
 * check runs.
 */
export function storeCheck(store: Pick<Store, 'prove'>, clock: Pick<Clock, 'now'>): Check {
  return {
    name: 'store',
    run: nowAndThen(clock, async () => {
      await store.prove()
      return { ok: true }
    }),
  }
}

/** Checks that the server accepts connections. */
export function serverCheck(isListening: () => boolean): Check {
  return {
    name: 'server',
    run: () => (isListening() ? { ok: true } : { ok: false, detail: 'not listening' }),
  }
}

/**
 * Checks in Socket Mode that Slack can reach Ferry. Over HTTP, the server's check is enough. That Ferry can reach Slack is
 * no check: a restart would not help, so the details tell it as a fact.
 */
export function slackCheck(isConnected: () => boolean): Check {
  return {
    name: 'slack',
    run: () => (isConnected() ? { ok: true } : { ok: false, detail: 'not connected' }),
  }
}

/** Checks that polling goes on. */
export function tickCheck(facts: TickFacts): Check {
  return {
    name: 'polling',
    run: () => {
      const { isGoingOn: ok, ageMs } = judgeRounds(facts)
      return { ok, detail: `last round ${toSeconds(ageMs)} s ago, expected every ${toSeconds(facts.intervalMs)} s` }
    },
  }
}

/**
 * Judges whether polling goes on: the last round is not older than three intervals. Before the first one, counts from
 * `startedAt`. The doctor says the same.
 */
export function judgeRounds({ clock, intervalMs, startedAt, lastTickAt }: TickFacts): Rounds {
  const endedAt = lastTickAt()
  const ageMs = clock.now() - (endedAt ?? startedAt)
  return { isGoingOn: ageMs <= 3 * intervalMs, hasEnded: endedAt !== undefined, ageMs }
}

type Rounds = { isGoingOn: boolean; hasEnded: boolean; ageMs: number }

export type TickFacts = {
  /** Measures spans: nobody can set it. */
  clock: Pick<Clock, 'now'>
  intervalMs: number
  /** When this process started, by that clock. */
  startedAt: number
  /** When the last round finished, by that clock. Undefined before the first. */
  lastTickAt(): number | undefined
}

/**
 * How long a good answer counts, in milliseconds. A bad one counts for less (`badForMs`), so that a process is ready
 * again soon after a repair.
 */
const goodForMs = 5000
const badForMs = 1000

/** A check that shares its answer: everybody who asks while it runs, and for a while after, gets the same one. */
function nowAndThen(clock: Pick<Clock, 'now'>, run: () => Promise<CheckOutcome>): () => Promise<CheckOutcome> {
  let answer: Promise<CheckOutcome> | undefined
  let validUntil = Number.POSITIVE_INFINITY
  return () => {
    const now = clock.now()
    if (answer !== undefined && now < validUntil) return answer
    const asked = run()
    answer = asked
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
