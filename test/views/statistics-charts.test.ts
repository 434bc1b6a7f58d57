import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StatisticsPoint } from '../../src/migrations/figures/statistics.ts'
import { inWords } from '../../src/views/blocks/newer.ts'
import { statisticsCharts } from '../../src/views/page/statistics-charts.ts'
import { anyReport } from './inputs.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Sunday. */
const to = Date.UTC(2026, 10, 22, 8, 17)

function chartsOf(durationMs: number, ...points: StatisticsPoint[]) {
  return statisticsCharts({ statistics: { stepMs: 300_000, points }, period: { from: to - durationMs, to } })
}

describe('the charts of a report', () => {
  test.each([
    ['a day', day, { title: 'Objects per 2 hours', count: 12, first: 'Sat 08:20', last: 'Sun 06:20' }],
    ['a week', 7 * day, { title: 'Objects per day', count: 7, first: '15 Nov', last: '21 Nov' }],
    ['a month', 30 * day, { title: 'Objects per 2 days', count: 15, first: '23 Oct', last: '20 Nov' }],
    ['an hour', hour, { title: 'Objects per 5 minutes', count: 12, first: 'Sun 07:20', last: 'Sun 08:15' }],
    ['a year', 365 * day, { title: 'Objects per 19 days', count: 20, first: '7 Nov', last: '3 Nov' }],
  ])('of %s have steps that are distinct on a phone, the last of which is over', (_, durationMs, expected) => {
    const [objects] = chartsOf(durationMs, { at: to - 1, requested: 1 })
    const { categories = [] } = objects?.chart.axis_config ?? {}
    const [first, last] = [categories[0], categories.at(-1)]
    expect({ title: objects?.title, count: categories.length, first, last }).toEqual(expected)
  })

  test('say at what time their days start', () => {
    const names = [day, 7 * day].map(
      (durationMs) => chartsOf(durationMs, { at: to, requested: 1 })[0]?.chart.axis_config,
    )
    expect(names.map((axis) => axis?.x_label)).toEqual(['Start time (UTC)', 'Start day, at 08:20 UTC'])
  })

  test('show an absent amount as 0, and count an amount at the time when it began', () => {
    const [objects, data] = chartsOf(
      7 * day,
      { at: to - 2 * day, requested: 30, succeeded: 20, failed: 10, bytes: 3e9 },
      { at: to - 2 * day - hour, requested: 12, succeeded: 12, failed: 0, bytes: 1.5e9 },
    )
    const named = objects?.chart.series.map(({ name, data: points }) => [name, points.map(({ value }) => value)])
    expect(named).toEqual([
      ['Requested', [0, 0, 0, 0, 42, 0, 0]],
      ['Copied', [0, 0, 0, 0, 32, 0, 0]],
      ['Failed', [0, 0, 0, 0, 10, 0, 0]],
    ])
    expect(data?.chart.series[0]?.data[4]).toEqual({ label: '19 Nov', value: 4.5 })
    expect([data?.title, data?.chart.axis_config.y_label]).toEqual(['Data copied per day', 'GB'])
  })

  test.each([
    [{ at: to - 1, requested: 99_999 }, 'Objects', 99_999],
    [{ at: to - 1, requested: 100_000 }, 'Thousand objects', 100],
    [{ at: to - 1, requested: 1_234_567 }, 'Million objects', 1.2346],
    [{ at: to - 1, bytes: 999 }, 'bytes', 999],
    [{ at: to - 1, bytes: 82_340_000 }, 'MB', 82.34],
    [{ at: to - 1, bytes: 3e30 }, 'EB', 3e12],
  ])('of %j count in %s', (point, unit, value) => {
    const [only, ...more] = chartsOf(day, point)
    expect([only?.chart.axis_config.y_label, only?.chart.series[0]?.data.at(-1)?.value]).toEqual([unit, value])
    expect(more).toEqual([])
  })

  test('are absent if the cloud reports nothing', () => {
    expect(chartsOf(day, { at: to - 1, requested: 0, bytes: 0 })).toEqual([])
  })

  test('lose no amount, whatever time the cloud gives', () => {
    fc.assert(
      fc.property(anyReport, fc.array(fc.integer({ min: 0, max: 4e12 })), ({ period, ...report }, moments) => {
        const points = moments.map((at) => ({ at, requested: 1 }))
        const [objects] = statisticsCharts({ ...report, period, statistics: { ...report.statistics, points } })
        const values = objects?.chart.series[0]?.data.map(({ value }) => value) ?? []
        expect(values.reduce((sum, value) => sum + value, 0)).toBe(moments.length)
        expect(new Set(objects?.chart.axis_config.categories ?? []).size).toBe(values.length)
      }),
    )
  })
})

test('written out, a chart has one line for each step with an amount', () => {
  const blocks = chartsOf(
    day,
    { at: to - 3 * hour, requested: 1200, failed: 4, bytes: 2.5e9 },
    { at: to - 7 * hour, requested: 7 },
  )
  const texts = inWords({ text: '', blocks }).blocks.map((block) => (block.type === 'section' ? block.text?.text : ''))
  expect(texts).toEqual([
    [
      '*Objects per 2 hours*',
      'Objects · Requested / Failed · Start time (UTC)',
      'Sun 00:20: 7 / 0',
      'Sun 04:20: 1,200 / 4',
    ].join('\n'),
    ['*Data copied per 2 hours*', 'GB · Start time (UTC)', 'Sun 04:20: 2.5'].join('\n'),
  ])
})
