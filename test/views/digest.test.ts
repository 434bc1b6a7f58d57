import { expect, test } from 'vitest'
import { isChart } from '../../src/views/blocks/chart.ts'
import { digestMessage } from '../../src/views/group/digest.ts'
import { readable } from './readable.ts'

const hourMs = 60 * 60_000
const monday = Date.UTC(2026, 0, 12, 9)

const lines = Array.from({ length: 14 }, (_, index) => ({
  account: 'prod-hw',
  migrationId: `${1912 + index}`,
  from: 'photos',
  to: 'archive',
  state: index % 7 === 0 ? ('failed' as const) : ('succeeded' as const),
  at: monday + index * 12 * hourMs,
  reason: 'The destination bucket is full',
  bytes: 1e12,
}))
const title = { icon: ':newspaper:', words: 'News of 14 migrations' }

test('a digest of a week has a chart by days, what failed and why, what runs and is late, and the volume', () => {
  const message = digestMessage({ title, lines, standing: { running: 9, stalled: 1, late: 2 }, hasChart: true })
  const [chart] = message.blocks.filter(isChart)
  expect(chart?.chart.axis_config.categories).toEqual([
    'Mon 12',
    'Tue 13',
    'Wed 14',
    'Thu 15',
    'Fri 16',
    'Sat 17',
    'Sun 18',
  ])
  expect(chart?.chart.series.map(({ name, data }) => [name, data.map(({ value }) => value)])).toEqual([
    ['Succeeded', [1, 2, 2, 1, 2, 2, 2]],
    ['Failed', [1, 0, 0, 1, 0, 0, 0]],
  ])
  const reading = readable(message).join('\n')
  for (const words of [
    '2 × The destination bucket is full',
    '9 · 1 makes no progress · 2 late for a deadline',
    '14 TB',
  ]) {
    expect(reading).toContain(words)
  }
})

test('a long reason leaves room for the others on a phone', () => {
  const reason = 'x'.repeat(320)
  const shown = readable(digestMessage({ title, lines: lines.map((line) => ({ ...line, reason })) })).join('\n')
  expect(shown).toContain(`2 × ${'x'.repeat(159)}…`)
  expect(shown).not.toContain('x'.repeat(160))
})

test('a few ends need no chart', () => {
  expect(digestMessage({ title, lines: lines.slice(0, 4), hasChart: true }).blocks.some(isChart)).toBe(false)
})
