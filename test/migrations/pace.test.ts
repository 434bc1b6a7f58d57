import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { states } from '../../src/migrations/migration.ts'
import { etaOf, fractionOf, isStalled, stalledAfterMs } from '../../src/migrations/pace.ts'
import { sample, sampleWithout } from './sample.ts'

const objects = {}

describe('the ETA', () => {
  test('is what is left, divided by the speed', () => {
    expect(etaOf(sample())).toEqual({ type: 'remaining', ms: 6_000_000 })
  })

  test('is computed even where the cloud has its own estimate, which it refreshes seldom', () => {
    expect(etaOf(sample({ remainingMs: 1 }))).toEqual({ type: 'remaining', ms: 6_000_000 })
  })

  test('is the cloud’s own where bytes are not reported', () => {
    expect(etaOf(sample({ progress: { bytes: {}, objects }, remainingMs: 60_000 }))).toEqual({
      type: 'remaining',
      ms: 60_000,
    })
  })

  test('is not given while the source is being counted: totals still grow', () => {
    const progress = { ...sample().progress, isCounting: true }
    expect(etaOf(sample({ progress, remainingMs: 60_000 }))).toEqual({ type: 'unknown', why: 'counting' })
  })

  test('is not given at speed 0, whatever the cloud estimates', () => {
    expect(etaOf(sample({ speedBytesPerSecond: 0, remainingMs: 5000 }))).toEqual({ type: 'unknown', why: 'no speed' })
  })

  test('is not given without a speed', () => {
    expect(etaOf(sampleWithout('speedBytesPerSecond'))).toEqual({ type: 'unknown', why: 'not reported' })
  })

  test('never says "done any moment" because all bytes are there: what goes on then is checking', () => {
    const progress = { bytes: { done: 100, total: 100 }, objects }
    expect(etaOf(sample({ progress }))).toEqual({ type: 'unknown', why: 'not reported' })
  })

  test.each(states.filter((state) => state !== 'running' && state !== 'retrying'))(
    'does not exist when %s',
    (state) => {
      expect(etaOf(sample({ state, remainingMs: 5000 }))).toEqual({ type: 'none' })
    },
  )

  test('is never negative', () => {
    const figure = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(figure, figure, figure, (done, total, speedBytesPerSecond) => {
        const eta = etaOf(sample({ progress: { bytes: { done, total }, objects }, speedBytesPerSecond }))
        expect(eta.type !== 'remaining' || eta.ms >= 0).toBe(true)
      }),
    )
  })
})

describe('the share done', () => {
  test('is the cloud’s own figure, so that it agrees with its console', () => {
    expect(fractionOf(sample({ progress: { fraction: 0.3, bytes: { done: 4, total: 10 }, objects } }))).toBe(0.3)
  })

  test('is counted in bytes where the cloud gives no figure', () => {
    expect(fractionOf(sample({ progress: { bytes: { done: 4, total: 10 }, objects } }))).toBe(0.4)
  })

  test.each([{}, { done: 5 }, { total: 5 }, { done: 0, total: 0 }])('is unknown from %o alone', (bytes) => {
    expect(fractionOf(sample({ progress: { bytes, objects } }))).toBeUndefined()
  })

  test('is unknown while the source is being counted', () => {
    expect(fractionOf(sample({ progress: { fraction: 0.9, bytes: {}, objects, isCounting: true } }))).toBeUndefined()
  })

  test('stays below 1 until it has succeeded, whatever the figures say', () => {
    for (const state of states) {
      const fraction = fractionOf(sample({ state, progress: { fraction: 7, bytes: {}, objects } })) ?? 0
      expect(fraction === 1).toBe(state === 'succeeded')
    }
  })

  test('is never negative', () => {
    expect(fractionOf(sample({ progress: { bytes: { done: -4, total: 10 }, objects } }))).toBe(0)
  })
})

describe('a stall', () => {
  test('is a quarter of an hour without movement while running', () => {
    expect(isStalled(sample(), 0, stalledAfterMs - 1)).toBe(false)
    expect(isStalled(sample(), 0, stalledAfterMs)).toBe(true)
  })

  test('is none while it waits, is paused or is over', () => {
    const others = states.filter((state) => state !== 'running')
    expect(others.filter((state) => isStalled(sample({ state }), 0, stalledAfterMs * 10))).toEqual([])
  })

  test('is none for what never ends, which may have nothing to do for days', () => {
    const progress = { ...sample().progress, period: 'month' as const }
    expect(isStalled(sample({ progress }), 0, stalledAfterMs * 100)).toBe(false)
  })

  test('cannot be seen where no figure is reported', () => {
    expect(isStalled(sample({ progress: { bytes: {}, objects: {} } }), 0, stalledAfterMs * 10)).toBe(false)
    expect(isStalled(sample({ progress: { bytes: { done: 0 }, objects: {} } }), 0, stalledAfterMs * 10)).toBe(true)
    expect(isStalled(sample({ progress: { fraction: 0, bytes: {}, objects: {} } }), 0, stalledAfterMs)).toBe(true)
  })
})

test('what never ends has neither an end nor a share of it', () => {
  const progress = { ...sample().progress, period: 'month' as const }
  expect(etaOf(sample({ progress, remainingMs: 60_000 }))).toEqual({ type: 'none' })
  expect(fractionOf(sample({ progress }))).toBeUndefined()
})
