import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { etaOf, fractionOf, isStalled, stalledAfterMs } from '../../src/migrations/figures/pace.ts'
import { states } from '../../src/migrations/migration.ts'
import { sample, sampleWithout } from './sample.ts'

const objects = {}

describe('the ETA', () => {
  test('is the remaining amount divided by the speed', () => {
    expect(etaOf(sample())).toEqual({ type: 'remaining', ms: 6_000_000 })
  })

  test('is computed even if the cloud has its own estimate, which it seldom updates', () => {
    expect(etaOf(sample({ remainingMs: 1 }))).toEqual({ type: 'remaining', ms: 6_000_000 })
  })

  test('is the cloud’s estimate if bytes are not reported', () => {
    expect(etaOf(sample({ progress: { bytes: {}, objects }, remainingMs: 60_000 }))).toEqual({
      type: 'remaining',
      ms: 60_000,
    })
  })

  test('is absent while the source is being counted, because totals still grow', () => {
    const progress = { ...sample().progress, isCounting: true }
    expect(etaOf(sample({ progress, remainingMs: 60_000 }))).toEqual({ type: 'unknown', why: 'counting' })
  })

  test('is absent at speed 0, whatever the cloud estimates', () => {
    expect(etaOf(sample({ speedBytesPerSecond: 0, remainingMs: 5000 }))).toEqual({ type: 'unknown', why: 'no speed' })
  })

  test('is absent without a speed', () => {
    expect(etaOf(sampleWithout('speedBytesPerSecond'))).toEqual({ type: 'unknown', why: 'not reported' })
  })

  test('never promises an end at any moment because all bytes are copied: the check still runs', () => {
    const progress = { bytes: { done: 100, total: 100 }, objects }
    expect(etaOf(sample({ progress }))).toEqual({ type: 'unknown', why: 'not reported' })
  })

  test.each(states.filter((state) => state !== 'running' && state !== 'retrying'))('is absent when %s', (state) => {
    expect(etaOf(sample({ state, remainingMs: 5000 }))).toEqual({ type: 'none' })
  })

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

describe('the completed share', () => {
  test('is the cloud’s own figure, so that it agrees with its console', () => {
    expect(fractionOf(sample({ progress: { fraction: 0.3, bytes: { done: 4, total: 10 }, objects } }))).toBe(0.3)
  })

  test('is computed from bytes if the cloud gives no figure', () => {
    expect(fractionOf(sample({ progress: { bytes: { done: 4, total: 10 }, objects } }))).toBe(0.4)
  })

  test.each([{}, { done: 5 }, { total: 5 }, { done: 0, total: 0 }])('is unknown from %o alone', (bytes) => {
    expect(fractionOf(sample({ progress: { bytes, objects } }))).toBeUndefined()
  })

  test('is unknown while the source is being counted', () => {
    expect(fractionOf(sample({ progress: { fraction: 0.9, bytes: {}, objects, isCounting: true } }))).toBeUndefined()
  })

  test('stays below 1 until the migration has succeeded, whatever the figures say', () => {
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
  test('is a quarter of an hour without progress while running', () => {
    expect(isStalled(sample(), 0, stalledAfterMs - 1)).toBe(false)
    expect(isStalled(sample(), 0, stalledAfterMs)).toBe(true)
  })

  test('does not exist while the migration waits, is paused or has ended', () => {
    const others = states.filter((state) => state !== 'running')
    expect(others.filter((state) => isStalled(sample({ state }), 0, stalledAfterMs * 10))).toEqual([])
  })

  test('does not exist for a migration without an end, which may have nothing to do for days', () => {
    const progress = { ...sample().progress, period: 'month' as const }
    expect(isStalled(sample({ progress }), 0, stalledAfterMs * 100)).toBe(false)
  })

  test('cannot be detected if no figure is reported', () => {
    expect(isStalled(sample({ progress: { bytes: {}, objects: {} } }), 0, stalledAfterMs * 10)).toBe(false)
    expect(isStalled(sample({ progress: { bytes: { done: 0 }, objects: {} } }), 0, stalledAfterMs * 10)).toBe(true)
    expect(isStalled(sample({ progress: { fraction: 0, bytes: {}, objects: {} } }), 0, stalledAfterMs)).toBe(true)
  })
})

test('a migration without an end has neither an ETA nor a share', () => {
  const progress = { ...sample().progress, period: 'month' as const }
  expect(etaOf(sample({ progress, remainingMs: 60_000 }))).toEqual({ type: 'none' })
  expect(fractionOf(sample({ progress }))).toBeUndefined()
})
