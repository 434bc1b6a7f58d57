import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Missing } from '../../src/fleet/judge/known.ts'
import {
  areMany,
  goneAfterMs,
  goneAloneAfterMs,
  goneReadings,
  isGone,
  missingAfter,
} from '../../src/fleet/judge/missing.ts'
import { startAt } from '../notify/samples.ts'

const minuteMs = 60_000

/** Not found by each of these readings. */
function missedAt(...times: number[]): Missing {
  const missing = times.reduce<Missing | undefined>((before, now) => {
    return missingAfter(before === undefined ? {} : { missing: before }, now)
  }, undefined)
  if (missing === undefined) throw new Error('It was never looked for')
  return missing
}

const often = missedAt(...[0, 3, 6, 9, 12].map((minute) => startAt + minute * minuteMs))

describe('a missing migration', () => {
  test('remembers since when, how often, and when last', () => {
    expect(missedAt(startAt, startAt + 5)).toEqual({ since: startAt, readings: 2, lastAt: startAt + 5 })
  })

  test('is gone after several readings over ten minutes, while the account shows others', () => {
    const witnessedAt = startAt + 11 * minuteMs
    expect(isGone(often, { now: startAt + goneAfterMs, witnessedAt, areManyMissing: false })).toBe(true)
    expect(isGone(often, { now: startAt + goneAfterMs - 1, witnessedAt, areManyMissing: false })).toBe(false)
  })

  // One reading that is wrong must never end a watch, however late it comes.
  test('is not gone by one reading', () => {
    const once = missedAt(startAt)
    const evidence = { now: startAt + 100 * goneAloneAfterMs, witnessedAt: startAt + 1, areManyMissing: false }
    expect(isGone(once, evidence)).toBe(false)
  })

  test.each([
    ['nothing', undefined],
    ['something only before it was missed', startAt],
  ])('is gone after a day only, if the account shows %s', (_, witnessedAt) => {
    const evidence = { areManyMissing: false, ...(witnessedAt === undefined ? {} : { witnessedAt }) }
    expect(isGone(often, { ...evidence, now: startAt + goneAloneAfterMs - 1 })).toBe(false)
    expect(isGone(often, { ...evidence, now: startAt + goneAloneAfterMs })).toBe(true)
  })

  test('is never gone while many others are missing: something is wrong with the account', () => {
    const evidence = { now: startAt + 100 * goneAloneAfterMs, witnessedAt: startAt + 1, areManyMissing: true }
    expect(isGone(often, evidence)).toBe(false)
  })

  test('is never gone sooner than after ten minutes and four readings, whatever else is known', () => {
    fc.assert(
      fc.property(
        fc.record({ readings: fc.nat(8), since: fc.nat(60), now: fc.nat(3000), witnessed: fc.option(fc.nat(3000)) }),
        ({ readings, since, now, witnessed }) => {
          const missing = { readings, since: since * minuteMs, lastAt: now * minuteMs }
          const evidence = { now: now * minuteMs, areManyMissing: false }
          const witnessedAt = witnessed === null ? {} : { witnessedAt: witnessed * minuteMs }
          const isLongEnough = readings >= goneReadings && (now - since) * minuteMs >= goneAfterMs
          return isLongEnough || !isGone(missing, { ...evidence, ...witnessedAt })
        },
      ),
    )
  })
})

test.each([
  [2, 2, false],
  [3, 3, true],
  [3, 6, true],
  [3, 7, false],
  [50, 100, true],
  [49, 100, false],
  [0, 0, false],
])('%i missing of %i that are followed: many is %s', (missing, followed, expected) => {
  expect(areMany(missing, followed)).toBe(expected)
})
