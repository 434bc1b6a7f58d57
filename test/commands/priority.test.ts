import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const first = '191297407830872'
const second = '201300000000002'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

function set() {
  return desk.cloud.settings.map((order) =>
    'priority' in order ? [order.priority, order.migrations.map(({ id }) => id)] : [],
  )
}

describe('priority', () => {
  test.each([
    `priority ${first} high`,
    `priority high ${first}`,
    'prio 1912… HIGH.',
    'priority 1912… to high',
    `priority prod-hw/${first}, high`,
  ])('%o sets it, in any order of the words', async (text) => {
    desk.cloud.add(sample({ state: 'paused' }))
    expect(await desk.reads(text)).toEqual([
      '*Priority is high now*',
      `✓ *photos → archive* (\`prod-hw/${first}\`)`,
      '[Current state]',
    ])
    expect(set()).toEqual([['high', [first]]])
    expect(desk.looks).toEqual([`prod-hw/${first}`])
  })

  test('passes on the migration as just read, with its limits', async () => {
    const limits = [{ start: '09:00', end: '18:00', bytesPerSecond: 50_000_000 }]
    desk.cloud.add(sample({ state: 'queued', limits }))
    await desk.types('priority 1912… low')
    expect(desk.cloud.settings).toMatchObject([{ priority: 'low', migrations: [{ limits }] }])
  })

  test('without a level opens a form that marks the present one', async () => {
    desk.cloud.add(sample({ state: 'paused', priority: 'medium' }))
    const { reply } = await desk.types('priority 1912…')
    expect(readable(shownIn(reply))).toEqual([
      'Which priority? It is *medium* now.',
      '*photos → archive*',
      `\`prod-hw/${first}\``,
      '[High] [✓ Medium] [Low]',
      '(The cloud runs only a few at a time. Of those waiting, it starts those with the highest priority first.)',
    ])
    expect(typedBy(shownIn(reply))).toMatchObject({ High: `priority prod-hw/${first} high` })
  })

  test('of several migrations opens one form, and marks nothing if they differ', async () => {
    desk.cloud.add(
      sample({ state: 'paused', priority: 'low' }),
      sample({ id: second, state: 'queued', priority: 'high' }),
    )
    const { reply } = await desk.types(`priority ${first} ${second}`)
    expect(typedBy(shownIn(reply))).toEqual({
      High: `priority prod-hw/${first} prod-hw/${second} high`,
      Medium: `priority prod-hw/${first} prod-hw/${second} medium`,
      Low: `priority prod-hw/${first} prod-hw/${second} low`,
    })
  })

  test('of several migrations reports on each, and how to repeat what failed', async () => {
    desk.cloud.add(
      sample({ state: 'paused' }),
      sample({ id: second, state: 'paused' }),
      sample({ id: '2', state: 'running' }),
    )
    const error = new AppError('provider_refused', { provider: 'Huawei', code: 'OMS.0064', message: 'no' })
    desk.cloud.refuses(`prod-hw/${second}`, error)
    const lines = await desk.reads(`priority ${first} ${second} prod-hw/2 low`)
    expect(lines.slice(0, 2)).toEqual(['*Priority is low now*', ':warning: 2 migrations not changed'])
    expect(lines[3]).toContain('(OMS.0064)')
    expect(lines[4]).toContain('cannot be given a different priority now: its state is “running”.')
    expect(lines[5]).toBe(`For those that failed: \`/migrate priority prod-hw/${second} low\``)
    expect(set()).toEqual([['low', [first, second]]])
  })

  test('asks which one is meant if a prefix matches several, and keeps the level', async () => {
    desk.cloud.add(sample({ state: 'paused' }), sample({ id: '191300000000001', state: 'paused' }))
    const { reply } = await desk.types('priority high 191…')
    expect(typedBy(shownIn(reply))['This one']).toBe('priority prod-hw/191300000000001 high')
    expect(desk.cloud.settings).toEqual([])
  })

  test.each([
    ['priority', 'ref_missing'],
    ['priority high', 'ref_missing'],
    [`priority ${first} high low`, 'usage'],
    [`priority ${first} 2013…`, 'migration_not_found'],
  ])('%o is refused: %s', async (text, code) => {
    desk.cloud.add(sample({ state: 'paused' }))
    expect((await desk.types(text)).code).toBe(code)
    expect(desk.cloud.settings).toEqual([])
  })

  test.each([`priority ${first} urgent`, `priority urgent ${first}`])('%o lists the levels', async (text) => {
    desk.cloud.add(sample({ state: 'paused' }))
    expect(await desk.reads(text)).toEqual([
      ':warning: `urgent` is not a migration or a priority. The priorities: high, medium, low.',
      `Type it like this: \`/migrate priority prod-hw/${first} high\``,
    ])
    expect(desk.cloud.settings).toEqual([])
  })

  test('is refused without a call if the state does not allow it', async () => {
    desk.cloud.add(sample())
    expect((await desk.types(`priority ${first}`)).code).toBe('action_impossible')
    expect((await desk.types(`priority ${first} high`)).code).toBe('action_impossible')
    expect(desk.cloud.settings).toEqual([])
  })
})
