import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const minute = 60_000
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

/** Adds this many migrations of an account, newest first. Each id says how many steps ago it started. */
async function add(account: string, count: number, stepMs: number): Promise<void> {
  await desk.addAccount(account)
  for (let index = 0; index < count; index += 1) {
    desk.cloud.add(sample({ account, id: `${account}-${index}`, startedAt: readAt - index * stepMs }))
  }
}

async function refs(text: string): Promise<string[]> {
  const lines = await desk.reads(text)
  return lines.flatMap((line) => /`([\w-]+\/[\w-]+)`$/.exec(line)?.[1] ?? [])
}

describe('the list of one account', () => {
  test('is sorted newest first, without a call', async () => {
    await add('prod-hw', 44, minute)
    expect(await refs('list')).toEqual(Array.from({ length: 20 }, (_, index) => `prod-hw/prod-hw-${index}`))
    expect((await refs('list --page 3')).length).toBe(4)
    expect(desk.cloud.calls).toEqual([])
  })

  test('says how many there are and offers the next page', async () => {
    await add('prod-hw', 30, minute)
    const { reply } = await desk.types('list')
    expect(shownIn(reply)).toMatchObject({ text: '30 migrations' })
    expect(typedBy(shownIn(reply)).Next).toBe('list --page 2')
  })

  test.each([
    'list paused',
    'list PAUSED',
    'list prod-hw paused',
    'list paused prod-hw',
    'list stopped',
    'list paused.',
  ])('can be filtered by state: %s', async (text) => {
    await add('prod-hw', 3, minute)
    desk.cloud.add(sample({ id: 'one', state: 'paused' }))
    expect(await refs(text)).toEqual(['prod-hw/one'])
  })

  test('counts exactly, however many there are, and says how they stand', async () => {
    await add('prod-hw', 1_200, minute)
    desk.cloud.add(sample({ id: 'one', state: 'failed' }))
    const lines = await desk.reads('list')
    expect(lines.slice(0, 2)).toEqual(['*1,201 migrations* · page 1 of 61', '[Failed 1] [Running 1,200]'])
    expect((await desk.reads('list --page 61')).filter((line) => line.includes('`prod-hw/'))).toHaveLength(1)
  })

  test('says when the row was read that was read longest ago', async () => {
    await desk.addAccount()
    await desk.hasListed(sample({ id: '1' }), sample({ id: '2', state: 'succeeded', readAt: readAt - 60 * minute }))
    expect(await desk.reads('list')).toContain('(Figures from 2026-11-21 11:00 UTC or later.)')
    expect(await desk.reads('list running')).toContain('(Figures from 2026-11-21 12:00 UTC.)')
  })
})

describe('the list of several accounts', () => {
  test('is merged over all pages, newest first', async () => {
    await add('prod-hw', 25, 2 * minute)
    await add('test-hw', 25, 3 * minute)
    const all = [...(await refs('list')), ...(await refs('list --page 2')), ...(await refs('list --page 3'))]
    const ages = all.map((ref) => Number(ref.split('-').at(-1)) * (ref.startsWith('prod') ? 2 : 3))
    expect(all.length).toBe(50)
    expect(new Set(all).size).toBe(50)
    expect(ages).toEqual(ages.toSorted((a, b) => a - b))
  })

  test('counts all migrations, and ends after the last', async () => {
    await add('prod-hw', 16, minute)
    await add('test-hw', 16, minute)
    expect((await desk.reads('list'))[0]).toBe('*32 migrations* · page 1 of 2')
    expect(typedBy(shownIn((await desk.types('list --page 2')).reply)).Next).toBeUndefined()
  })

  test('shows what is known of an account that cannot be read, and says which it is', async () => {
    await add('prod-hw', 2, minute)
    await add('test-hw', 2, minute)
    await desk.hasTrouble('test-hw', new AppError('provider_unreachable', { provider: 'Huawei' }))
    const lines = await desk.reads('list')
    expect(lines).toContain(
      '(:warning: `test-hw`: Huawei is not responding. Its migrations are shown as Ferry last read them.)',
    )
    expect((await refs('list')).toSorted()).toEqual([
      'prod-hw/prod-hw-0',
      'prod-hw/prod-hw-1',
      'test-hw/test-hw-0',
      'test-hw/test-hw-1',
    ])
  })

  test('says which account is still being listed', async () => {
    await add('prod-hw', 2, minute)
    await desk.addAccount('new-hw')
    desk.isListing('new-hw')
    expect(await desk.reads('list')).toContain('(:warning: `new-hw`: Ferry is still listing this account.)')
    expect((await desk.reads('list new-hw'))[0]).toBe('As far as Ferry knows, there is no migration in `new-hw`.')
  })
})

describe('a list is refused', () => {
  test.each([
    ['list --page 0', 'usage'],
    ['list --page two', 'usage'],
    ['list --page 1.5', 'usage'],
    ['list prod-hw test-hw', 'word_unknown'],
    ['list prod-hw prod-hw', 'usage'],
    ['list prod-hx', 'word_unknown'],
    ['list constructor', 'word_unknown'],
    ['list stalled --group d85e…', 'usage'],
  ])('%s: %s', async (text, code) => {
    await desk.addAccount()
    expect((await desk.types(text)).code).toBe(code)
  })

  test.each([
    ['list runing', 'runing', ' Did you mean `running`?', '[list running] [Search]'],
    ['list prod-hw faild', 'faild', ' Did you mean `failed`?', '[list prod-hw failed] [Search]'],
    ['list prod-hx failed', 'prod-hx', ' Did you mean `prod-hw`?', '[list prod-hw failed] [Search]'],
    ['list gruops', 'gruops', ' Did you mean `groups`?', '[list groups] [Search]'],
    ['list wave2', 'wave2', '', '[Search]'],
    ['list faild --group d85e…', 'faild', ' Did you mean `failed`?', '[list failed --group d85e…] [Search]'],
  ])('%s: with the nearest state, kind or account, ready to press', async (text, ...said) => {
    const [word, guess, buttons] = said
    await desk.addAccount()
    expect(await desk.reads(text)).toEqual([
      `:warning: \`${word}\` is not a state, a kind or an account.${guess}`,
      'Press Search to find a migration by its name or bucket, or type `/migrate help list` to see the states and kinds.',
      buttons,
    ])
  })

  test('with the reason if the only account cannot be opened: "none is connected" would be untrue', async () => {
    await desk.addAccount()
    desk.losesAccount('prod-hw')
    expect((await desk.types('list')).code).toBe('seal_unopenable')
    expect((await desk.types('list prod-hw')).code).toBe('seal_unopenable')
    expect((await desk.types('status 1912…')).code).toBe('seal_unopenable')
  })
})

describe('a list of stalled migrations', () => {
  test('shows what runs and has not moved, as far as Ferry knows', async () => {
    await desk.addAccount()
    const [still, moving] = [sample({ id: '1' }), sample({ id: '2' })]
    await desk.hasListed(still, moving)
    expect((await desk.reads('list stalled'))[0]).toBe('No migration has stalled.')
    await desk.stalls(still)
    expect(await refs('list stalled')).toEqual(['prod-hw/1'])
    expect(await refs('list prod-hw stuck')).toEqual(['prod-hw/1'])
    expect(desk.cloud.calls).toEqual([])
  })

  test('says so while an account is still being listed', async () => {
    await desk.addAccount()
    desk.isListing('prod-hw')
    expect((await desk.reads('list stalled')).join()).toContain('Ferry is still listing this account.')
  })
})
