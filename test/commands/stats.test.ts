import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { StatisticsPoint } from '../../src/migrations/figures/statistics.ts'
import { isChart } from '../../src/views/blocks/chart.ts'
import type { ChartBlock } from '../../src/views/blocks/message.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const hour = 3_600_000
const id = '0d146099-8cf4-437d-b6ef-88e043771c8b'
const ref = `prod-hw/${id}`
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(
    sample({ kind: 'sync', id, source: { bucket: 'live-orders' }, target: { bucket: 'orders-mirror' } }),
    sample({ id: '191297407830872' }),
  )
  const now = desk.clock.now()
  did(
    { at: now - 3 * hour, requested: 100, succeeded: 80, failed: 5, skipped: 15, bytes: 8e9 },
    { at: now - 2 * hour, requested: 40, succeeded: 20, failed: 20, skipped: 0, bytes: 2e9 },
  )
})

function did(...points: StatisticsPoint[]): void {
  desk.cloud.did({ stepMs: 300_000, points })
}

async function chartsOf(text: string): Promise<ChartBlock[]> {
  const { blocks } = shownIn((await desk.types(text)).reply)
  return [...blocks].filter(isChart)
}

describe('the figures', () => {
  test('are shown in words, with the worst time', async () => {
    const lines = await desk.reads('stats 0d14…')
    expect(lines).toEqual(
      expect.arrayContaining([
        '*live-orders → orders-mirror* · last 24 hours',
        '140 objects requested',
        '100 copied · 10 GB',
        '15 skipped',
        ':warning: 25 failed',
        expect.stringMatching(/^Most requests: 100 in 2 h from /),
        expect.stringMatching(/^Most failures: 20 in 2 h from /),
      ]),
    )
  })

  test('leave out what the cloud does not report, instead of showing 0', async () => {
    did({ at: desk.clock.now() - hour, requested: 7 })
    const lines = await desk.reads('stats 0d14…')
    expect(lines).toContain('7 objects requested')
    expect(lines.join('\n')).not.toMatch(/copied|failed|skipped/)
    expect((await chartsOf('stats 0d14…')).map(({ chart }) => chart.series.map(({ name }) => name))).toEqual([
      ['Requested'],
    ])
  })

  test.each([
    ['stats 0d14…', 24],
    ['stats 0d14… 24h', 24],
    ['stats 0d14… day', 24],
    ['stats 7d 0d14…', 168],
    ['stats 0d14… Week.', 168],
    ['stats 0d14… 30d', 720],
    ['statistics 0d14… month', 720],
  ])('of `%s` cover %i hours', async (text, hours) => {
    await desk.types(text)
    const to = desk.clock.now()
    expect(desk.cloud.periods).toEqual([{ from: to - hours * hour, to }])
  })

  test('offer the other periods, a new reading and sharing', async () => {
    expect(typedBy(shownIn((await desk.types('stats 0d14… 7d')).reply))).toEqual({
      '24 hours': `stats ${ref} 24h`,
      '30 days': `stats ${ref} 30d`,
      Refresh: `stats ${ref} 7d`,
      'Share to channel': `stats ${ref} 7d --share`,
      'Current state': `status ${ref}`,
    })
  })
})

describe('the charts', () => {
  test('are two, and their sums equal the figures in words', async () => {
    const charts = await chartsOf('stats 0d14… 30d')
    const sums = charts.flatMap(({ chart }) =>
      chart.series.map(({ name, data }) => [name, data.reduce((sum, { value }) => sum + value, 0)]),
    )
    expect(charts.map(({ title }) => title)).toEqual(['Objects per 2 days', 'Data copied per 2 days'])
    expect(sums).toEqual([
      ['Requested', 140],
      ['Copied', 100],
      ['Skipped', 15],
      ['Failed', 25],
      ['Copied', 10],
    ])
  })

  test('are left out if nothing happened', async () => {
    did()
    expect((await desk.reads('stats 0d14…')).join('\n')).toContain('Nothing was requested')
    expect(await chartsOf('stats 0d14…')).toEqual([])
  })

  test('are described in one line for screen readers', async () => {
    const shown = shownIn((await desk.types('stats 0d14…')).reply)
    expect('text' in shown && shown.text).toBe(
      `Last 24 hours of ${ref}: 140 objects requested, 100 copied (10 GB), 15 skipped, 25 failed. ` +
        'Most requests: 100 in 2 h. Most failures: 20 in 2 h',
    )
  })

  test('can be shared from a private answer, and not again from a shared one', async () => {
    expect(typedBy(shownIn((await desk.types('stats 0d14… --share')).reply))).not.toHaveProperty('Share to channel')
  })
})

describe('statistics are refused', () => {
  test('for a migration without statistics, before any call, and the answer names a migration that has them', async () => {
    const outcome = await desk.types('stats 1912…')
    expect(outcome.code).toBe('statistics_none')
    expect((await desk.reads('stats 1912…')).join('\n')).toContain('a synchronization task of Huawei Cloud OMS')
    expect(desk.cloud.calls.filter((call) => call.startsWith('statistics'))).toEqual([])
  })

  test.each(['stats 0d14… yesterday', 'stats 0d14… 7d 30d', 'stats 0d14… 0d15…'])(
    'if typed like this: %s',
    async (text) => {
      expect((await desk.types(text)).code).toBe('usage')
      expect(desk.cloud.calls).toEqual([])
    },
  )

  test.each(['stats', 'stats 7d'])('without a migration: %s', async (text) => {
    expect((await desk.types(text)).code).toBe('ref_missing')
  })

  test('with the error of the cloud', async () => {
    const error = new AppError('provider_refused', { code: 'OMS.0066', message: 'no' })
    desk.cloud.breaks('prod-hw', 'statistics', { error, times: 1 })
    expect((await desk.types('stats 0d14…')).code).toBe('provider_refused')
    expect((await desk.types('stats 0d14…')).code).toBe('ok')
  })
})
