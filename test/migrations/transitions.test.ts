import { describe, expect, test } from 'vitest'
import type { Progress } from '../../src/migrations/migration.ts'
import { diff } from '../../src/migrations/transitions.ts'
import { readAt, sample } from './sample.ts'

function withProgress(changes: Partial<Progress>) {
  return sample({ progress: { ...sample().progress, ...changes } })
}

describe('the changes between two readings', () => {
  test('are none at the first reading', () => {
    expect(diff(undefined, sample({ state: 'failed' }))).toEqual([])
  })

  test('are none if only the reading time differs', () => {
    expect(diff(sample(), sample({ readAt: readAt + 30_000, elapsedMs: 5 }))).toEqual([])
  })

  test('are none if only the speed differs, because it fluctuates without progress', () => {
    expect(diff(sample(), sample({ speedBytesPerSecond: 3 }))).toEqual([])
  })

  test('include progress if any amount changes', () => {
    const objects = { ...sample().progress.objects, skipped: 1 }
    for (const progress of [{ bytes: { done: 41e9, total: 100e9 } }, { objects }, { fraction: 0.41 }]) {
      expect(diff(sample(), withProgress(progress))).toEqual([{ type: 'moved' }])
    }
  })

  test('include a new state, with the old one', () => {
    expect(diff(sample(), sample({ state: 'paused' }))).toEqual([
      { type: 'state', from: 'running', to: 'paused' },
      { type: 'moved' },
    ])
  })

  test('include a new id, which is no progress but has to be announced', () => {
    expect(diff(sample({ id: 'old' }), sample({ id: 'new' }))[0]).toEqual({ type: 'renamed', from: 'old', to: 'new' })
  })

  test('distinguish two states that Ferry does not know', () => {
    const [before, after] = [
      sample({ state: 'unknown', nativeState: '8' }),
      sample({ state: 'unknown', nativeState: '9' }),
    ]
    expect(diff(before, after)[0]).toEqual({ type: 'state', from: 'unknown', to: 'unknown' })
    expect(diff(before, { ...before })).toEqual([])
  })

  test('ignore a native state with the same meaning', () => {
    expect(diff(sample({ nativeState: '2' }), sample({ nativeState: '02' }))).toEqual([])
  })

  test('include the end of counting, once, and only if Ferry saw it', () => {
    const [counting, counted] = [withProgress({ isCounting: true }), withProgress({ isCounting: false })]
    expect(diff(counting, counted)).toEqual([{ type: 'counted' }, { type: 'moved' }])
    expect(diff(counted, counted)).toEqual([])
  })

  test('include the first failed objects, but not each further one', () => {
    const failing = (failed: number) => withProgress({ objects: { done: 400, total: 1000, failed } })
    expect(diff(failing(0), failing(3))).toContainEqual({ type: 'objects-failing', failed: 3 })
    expect(diff(failing(3), failing(9))).toEqual([{ type: 'moved' }])
  })

  test('leave out failed objects when the migration ends, because the end mentions them', () => {
    const after = { ...withProgress({ objects: { failed: 3 } }), state: 'failed' as const }
    expect(diff(sample(), after).map(({ type }) => type)).toEqual(['state', 'moved'])
  })
})

describe('monthly figures', () => {
  const month = (objects: Progress['objects'], bytes: Progress['bytes'] = {}) =>
    sample({ kind: 'sync', progress: { bytes, objects, period: 'month' } })

  test('drop to 0 at the start of a month, which is progress without an announcement', () => {
    const november = month({ done: 1204, total: 1215, failed: 11, skipped: 0 }, { done: 3.1e9 })
    const december = month({ done: 0, total: 0, failed: 0, skipped: 0 }, { done: 0 })
    expect(diff(november, december)).toEqual([{ type: 'moved' }])
  })

  test('announce the first failed objects of each month', () => {
    expect(diff(month({ failed: 0 }), month({ failed: 2 }))).toContainEqual({ type: 'objects-failing', failed: 2 })
    expect(diff(month({ failed: 11 }), month({ failed: 2 }))).toEqual([{ type: 'moved' }])
  })

  test('announce nothing after a reading without figures, because the objects may have failed weeks ago', () => {
    expect(diff(month({}), month({ failed: 11 }))).toEqual([{ type: 'moved' }])
    expect(diff(month({ failed: 11 }), month({}))).toEqual([{ type: 'moved' }])
  })
})
