import { describe, expect, test } from 'vitest'
import type { Progress } from '../../src/migrations/migration.ts'
import { diff } from '../../src/migrations/transitions.ts'
import { readAt, sample } from './sample.ts'

function withProgress(changes: Partial<Progress>) {
  return sample({ progress: { ...sample().progress, ...changes } })
}

describe('what happened between two readings', () => {
  test('is nothing at first sight: to be seen is not to change', () => {
    expect(diff(undefined, sample({ state: 'failed' }))).toEqual([])
  })

  test('is nothing when only the time of reading differs', () => {
    expect(diff(sample(), sample({ readAt: readAt + 30_000, elapsedMs: 5 }))).toEqual([])
  })

  test('is nothing when only the speed differs: a figure that jitters is no movement', () => {
    expect(diff(sample(), sample({ speedBytesPerSecond: 3 }))).toEqual([])
  })

  test('is movement when any amount changes', () => {
    const objects = { ...sample().progress.objects, skipped: 1 }
    for (const progress of [{ bytes: { done: 41e9, total: 100e9 } }, { objects }, { fraction: 0.41 }]) {
      expect(diff(sample(), withProgress(progress))).toEqual([{ type: 'moved' }])
    }
  })

  test('is a state, with where it came from', () => {
    expect(diff(sample(), sample({ state: 'paused' }))).toEqual([
      { type: 'state', from: 'running', to: 'paused' },
      { type: 'moved' },
    ])
  })

  test('is another id, which moves nothing by itself but is worth telling', () => {
    expect(diff(sample({ id: 'old' }), sample({ id: 'new' }))[0]).toEqual({ type: 'renamed', from: 'old', to: 'new' })
  })

  test('tells two states apart that Ferry does not know', () => {
    const [before, after] = [
      sample({ state: 'unknown', nativeState: '8' }),
      sample({ state: 'unknown', nativeState: '9' }),
    ]
    expect(diff(before, after)[0]).toEqual({ type: 'state', from: 'unknown', to: 'unknown' })
    expect(diff(before, { ...before })).toEqual([])
  })

  test('ignores a native state that means the same', () => {
    expect(diff(sample({ nativeState: '2' }), sample({ nativeState: '02' }))).toEqual([])
  })

  test('is the end of counting, once, and only if it was seen', () => {
    const [counting, counted] = [withProgress({ isCounting: true }), withProgress({ isCounting: false })]
    expect(diff(counting, counted)).toEqual([{ type: 'counted' }, { type: 'moved' }])
    expect(diff(counted, counted)).toEqual([])
  })

  test('is the first failed objects, not every further one', () => {
    const failing = (failed: number) => withProgress({ objects: { done: 400, total: 1000, failed } })
    expect(diff(failing(0), failing(3))).toContainEqual({ type: 'objects-failing', failed: 3 })
    expect(diff(failing(3), failing(9))).toEqual([{ type: 'moved' }])
  })

  test('is no news of failing objects when it is over: the end says it', () => {
    const after = { ...withProgress({ objects: { failed: 3 } }), state: 'failed' as const }
    expect(diff(sample(), after).map(({ type }) => type)).toEqual(['state', 'moved'])
  })
})

describe('figures of a month', () => {
  const month = (objects: Progress['objects'], bytes: Progress['bytes'] = {}) =>
    sample({ kind: 'sync', progress: { bytes, objects, period: 'month' } })

  test('fall back to nothing at its turn: a movement, and nothing to tell', () => {
    const november = month({ done: 1204, total: 1215, failed: 11, skipped: 0 }, { done: 3.1e9 })
    const december = month({ done: 0, total: 0, failed: 0, skipped: 0 }, { done: 0 })
    expect(diff(november, december)).toEqual([{ type: 'moved' }])
  })

  test('tell of the first failed objects in each month', () => {
    expect(diff(month({ failed: 0 }), month({ failed: 2 }))).toContainEqual({ type: 'objects-failing', failed: 2 })
    expect(diff(month({ failed: 11 }), month({ failed: 2 }))).toEqual([{ type: 'moved' }])
  })

  test('tell nothing of what a reading without figures left open: it may have failed weeks ago', () => {
    expect(diff(month({}), month({ failed: 11 }))).toEqual([{ type: 'moved' }])
    expect(diff(month({ failed: 11 }), month({}))).toEqual([{ type: 'moved' }])
  })
})
