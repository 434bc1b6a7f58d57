import type { Clock } from '../clock.ts'
import type { Check } from './health.ts'

/** The store answers. */
export function storeCheck(store: { ping(): Promise<void> }): Check {
  return {
    name: 'store',
    run: async () => {
      await store.ping()
      return { ok: true }
    },
  }
}

/** Slack can reach us: a socket is up, or the HTTP server listens. */
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

function toSeconds(durationMs: number): number {
  return Math.round(durationMs / 1000)
}
