import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/async/clock.ts'
import {
  createHttp,
  type Exchange,
  type FetchJson,
  type Http,
  type HttpEnvironment,
} from '../../src/providers/http/http.ts'

export type TestClock = Clock & { pausesMs: number[]; advance(ms: number): void }

/** A clock that stands still. A sleep moves it and ends at once. */
export function createTestClock(startAt = Date.parse('2026-11-21T12:00:00Z')): TestClock {
  const pausesMs: number[] = []
  let now = startAt
  return {
    pausesMs,
    now: () => now,
    sleep: async (ms) => {
      pausesMs.push(ms)
      now += ms
    },
    advance: (ms) => {
      now += ms
    },
  }
}

/** Opens the real HTTP function for the duration of a test, with a record of what it did. */
export function openHttp(options: Partial<HttpEnvironment> = {}): {
  fetchJson: FetchJson
  tellingOfWaits: Http['tellingOfWaits']
  clock: TestClock
  exchanges: Exchange[]
} {
  const clock = createTestClock()
  const exchanges: Exchange[] = []
  const http = createHttp({ clock, random: () => 1, onExchange: (exchange) => exchanges.push(exchange), ...options })
  onTestFinished(http.stop)
  return { ...http, clock, exchanges }
}
