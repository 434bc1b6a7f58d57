import { describe, expect, test } from 'vitest'
import { hasCome, hasPassed, steadyBeside, systemClock } from '../../src/async/clock.ts'
import { createManualClock } from '../manual-clock.ts'

const now = 1_000_000

test.each([
  ['too short', now - 999, false],
  ['just long enough', now - 1000, true],
  ['long', 0, true],
  ['since a moment that is still to come', now + 1, true],
])('a span of 1 s that is %s has passed: %s %s', (_, since, expected) => {
  expect(hasPassed(1000, { since, now })).toBe(expected)
})

test.each([
  ['that has passed', now - 1, true],
  ['that is now', now, true],
  ['as far ahead as it can be', now + 1000, false],
  ['further ahead than anything was noted', now + 1001, true],
])('a moment %s has come: %s %s', (_, moment, expected) => {
  expect(hasCome(moment, { longestMs: 1000, now })).toBe(expected)
})

describe('spans', () => {
  test('are measured by a clock that nobody can set', async () => {
    const clock = createManualClock()
    const time = steadyBeside(clock)
    const [wallBefore, spanBefore] = [clock.now(), time.now()]
    clock.set(-3_600_000)
    await clock.advance(1000)
    expect(clock.now() - wallBefore).toBe(1000 - 3_600_000)
    expect(time.now() - spanBefore).toBe(1000)
  })

  test('do not follow the machine’s time of day', () => {
    expect(Math.abs(steadyBeside(systemClock).now() - Date.now())).toBeGreaterThan(1_000_000)
  })
})
