import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { StatisticsPoint } from '../../src/migrations/statistics.ts'
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

describe('the figures', () => {
  test('are said in words, with when it was worst', async () => {
    const lines = await desk.reads('stats 0d14…')
    expect(lines).toEqual(
      expect.arrayContaining([
        '*live-orders → orders-mirror* · last 24 hours',
        '140 objects requested',
        '100 copied · 10 GB',
        '15 skipped',
        ':warning: 25 failed',
        expect.stringMatching(/^Most requests: 100 in 30 min from /),
        expect.stringMatching(/^Most failures: 20 in 30 min from /),
      ]),
    )
  })

  test('that the cloud does not report are left out, not 0', async () => {
    did({ at: desk.clock.now() - hour, requested: 7 })
    const lines = await desk.reads('stats 0d14…')
    expect(lines).toContain('7 objects requested')
    expect(lines.join('\n')).not.toMatch(/copied|failed|skipped/)
    expect(desk.charts[0]?.panels.map(({ series }) => series.map(({ look }) => look))).toEqual([['mark']])
  })

  test.each([
    ['stats 0d14…', 24],
    ['stats 0d14… 24h', 24],
    ['stats 0d14… day', 24],
    ['stats 7d 0d14…', 168],
    ['stats 0d14… Week.', 168],
    ['stats 0d14… 30d', 720],
    ['statistics 0d14… month', 720],
  ])('%s are those of %i hours', async (text, hours) => {
    await desk.types(text)
    const to = desk.clock.now()
    expect(desk.cloud.periods).toEqual([{ from: to - hours * hour, to }])
  })

  test('lead on to the other times, to a fresh reading and to sharing', async () => {
    expect(typedBy(shownIn((await desk.types('stats 0d14… 7d')).reply))).toEqual({
      '24 hours': `stats ${ref} 24h`,
      '30 days': `stats ${ref} 30d`,
      Refresh: `stats ${ref} 7d`,
      'Share to channel': `stats ${ref} 7d --share`,
      'Current state': `status ${ref}`,
    })
  })
})

describe('the picture', () => {
  test('goes to the person alone, with all figures in its description', async () => {
    const lines = await desk.reads('stats 0d14…')
    const [picture] = desk.files
    expect(picture).toMatchObject({ user: 'U1', fileName: 'statistics-24h.png' })
    expect(picture).not.toHaveProperty('channel')
    for (const words of [
      'live-orders → orders-mirror',
      '140 objects',
      '100 copied',
      '25 failed',
      '15 skipped',
      '10 GB',
    ]) {
      expect(picture?.altText).toContain(words)
    }
    expect(lines.join('\n')).toContain(
      '<https://slack.com/app_redirect?channel=DU1&amp;team=T1|direct messages with Ferry>',
    )
  })

  test('is shown to the channel where it was asked to be', async () => {
    const lines = await desk.reads('stats 0d14… --share')
    expect(desk.files[0]).toMatchObject({ channel: 'C1' })
    expect(lines).toContain('(:bar_chart: The picture is a message of its own.)')
    expect(typedBy(shownIn((await desk.types('stats 0d14… --share')).reply))).not.toHaveProperty('Share to channel')
  })

  test('has bars that can be told apart, whose sums are those of the words', async () => {
    await desk.types('stats 0d14… 30d')
    const [chart] = desk.charts
    expect(chart?.stepMs).toBe(24 * hour)
    expect(chart?.title).toBe('live-orders → orders-mirror')
    const sums = chart?.panels.flatMap(({ series }) =>
      series.map(({ look, values }) => [look, [...values.values()].reduce((sum, value) => sum + value, 0)]),
    )
    expect(sums).toEqual([
      ['copied', 100],
      ['skipped', 15],
      ['mark', 140],
      ['failed', 25],
      ['bytes', 10e9],
    ])
  })

  test('is left out where nothing happened', async () => {
    did()
    expect((await desk.reads('stats 0d14…')).join('\n')).toContain('Nothing was requested')
    expect([desk.charts, desk.files]).toEqual([[], []])
  })

  test.each([
    [new AppError('slack_outcome_unknown', { method: 'files.completeUploadExternal' }), /did not say whether/],
    [new AppError('slack_refused', { reason: 'missing_scope' }), /may not upload files/],
    [new AppError('slack_refused', { reason: 'not_in_channel' }), /\/invite @Ferry/],
    [new AppError('slack_refused', { method: 'x', reason: 'toString' }), /Slack refused x/],
    [new AppError('picture_failed', { reason: 'it took too long' }), /could not be drawn/],
  ])('that is lost never costs the figures: %s', async (error, words) => {
    desk.losesFiles(error)
    const outcome = await desk.types('stats 0d14… --share')
    expect(outcome.code).toBe('ok')
    const lines = await desk.reads('stats 0d14… --share')
    expect(lines).toContain('140 objects requested')
    expect(lines.join('\n')).toMatch(words)
  })

  test('comes once, however often the button is pressed meanwhile', async () => {
    const release = desk.cloud.holds('prod-hw', 'readStatistics')
    const first = desk.begins('stats 0d14…')
    await desk.clock.passUntil(Promise.resolve())
    while (!desk.cloud.calls.includes(`readStatistics ${ref}`)) await desk.clock.passUntil(Promise.resolve())
    expect((await desk.types('stats 0d14…')).code).toBe('action_running')
    release()
    await desk.clock.passUntil(first)
    expect(desk.files.length).toBe(1)
    expect((await desk.types('stats 0d14…')).code).toBe('ok')
  })
})

describe('statistics are refused', () => {
  test('for what has none, with what has them, before the cloud is asked', async () => {
    const outcome = await desk.types('stats 1912…')
    expect(outcome.code).toBe('statistics_none')
    expect((await desk.reads('stats 1912…')).join('\n')).toContain('each synchronization task of Huawei Cloud OMS')
    expect(desk.cloud.calls.filter((call) => call.startsWith('readStatistics'))).toEqual([])
  })

  test.each(['stats 0d14… yesterday', 'stats 0d14… 7d 30d', 'stats 0d14… 0d15…'])(
    'when typed like this: %s',
    async (text) => {
      expect((await desk.types(text)).code).toBe('usage')
      expect(desk.cloud.calls).toEqual([])
    },
  )

  test.each(['stats', 'stats 7d'])('without a migration: %s', async (text) => {
    expect((await desk.types(text)).code).toBe('ref_missing')
  })

  test('with the answer of the cloud', async () => {
    const error = new AppError('provider_refused', { code: 'OMS.0066', message: 'no' })
    desk.cloud.breaks('prod-hw', 'readStatistics', { error, times: 1 })
    expect((await desk.types('stats 0d14…')).code).toBe('provider_refused')
    expect((await desk.types('stats 0d14…')).code).toBe('ok')
  })
})
