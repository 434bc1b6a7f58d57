import { describe, expect, test } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import { figureLines, stateLine } from '../../src/views/words/figures.ts'
import { sample } from '../migrations/sample.ts'

describe('amounts', () => {
  const none = { done: 0, total: 0 }

  test('that are all 0 are not shown yet', () => {
    const fresh = sample({ state: 'queued', progress: { bytes: none, objects: none, isCounting: true } })
    expect(figureLines(fresh, huawei)[0]).toBe('Nothing counted yet')
    expect(figureLines({ ...fresh, state: 'succeeded' }, huawei)[0]).toBe('0 bytes · 0 objects')
  })

  test('of a succeeded migration are shown once if everything was copied', () => {
    const progress = { bytes: { done: 2e9, total: 2e9 }, objects: { done: 490, total: 500, skipped: 10 } }
    expect(figureLines(sample({ state: 'succeeded', progress }), huawei)).toEqual([
      '2 GB · 490 of 500 objects',
      '10 skipped: already there or unchanged',
    ])
  })

  test('that a cloud never reports take one line, not three', () => {
    const { speedBytesPerSecond: _, ...silent } = sample({ kind: 'job', progress: { bytes: {}, objects: {} } })
    expect(figureLines(silent, upcloud)).toEqual(['Amounts are not reported by UpCloud Managed Object Storage'])
  })
})

test('distinguish a migration that waits for its turn from one that waits for a person', () => {
  const waiting = { state: 'queued', progress: { bytes: {}, objects: {} } } as const
  expect(figureLines(sample(waiting), huawei)).toContain('Waiting for the cloud to start it')
  expect(figureLines(sample({ ...waiting, kind: 'policy' }), naver)).toContain('Waiting to be started')
})

describe('the line of the state', () => {
  test('shows the percentage before the bar, in plain characters with the color of the text', () => {
    expect(stateLine(sample(), 'card')).toBe(':arrow_forward: *Running* · 40 % ■■■■□□□□□□')
    expect(stateLine(sample(), 'card')).not.toMatch(/[`▀-▟]|_square:/)
  })

  test('has no bar in the row of a list, where a button needs the space', () => {
    expect(stateLine(sample(), 'row')).toBe(':arrow_forward: Running · 40 %')
  })

  test('says in a list that the source is being counted, and nothing if no figure will come', () => {
    const counting = { bytes: { done: 1e9 }, objects: {}, isCounting: true }
    expect(stateLine(sample({ progress: counting }), 'row')).toBe(':arrow_forward: Running · still counting')
    expect(stateLine(sample({ progress: counting }), 'card')).toBe(':arrow_forward: *Running*')
    expect(stateLine(sample({ progress: { ...counting, isCounting: false } }), 'row')).toBe(':arrow_forward: Running')
    expect(stateLine(sample({ state: 'paused', progress: counting }), 'row')).toBe(':double_vertical_bar: Paused')
  })

  test('has no percentage after a success', () => {
    expect(stateLine(sample({ state: 'succeeded' }), 'row')).toBe(':white_check_mark: Succeeded')
  })
})
