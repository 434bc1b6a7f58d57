import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { State } from '../../src/migrations/migration.ts'
import type { News } from '../../src/store/store.ts'
import { inState } from '../notify/samples.ts'
import { createWorld, denied, said, unreachable, type World } from './world.ts'

const minuteMs = 60_000

/** Rounds until the account has been listed completely. */
async function listed(world: World): Promise<void> {
  for (let count = 0; count < 6; count += 1) await world.tick()
}

function change({ cloud }: World, id: string, state: State): void {
  cloud.add(inState(state, { id }))
}

const cardText = (news: News | undefined) => JSON.stringify(news?.card)
const shows = (calls: readonly string[]) => calls.filter((call) => call.startsWith('show '))

describe('a round', () => {
  test('asks for what its lists do not show in its order, three at a time and never more', async () => {
    const world = await createWorld()
    const ids = Array.from({ length: 9 }, (_, index) => `m${index}`)
    for (const id of ids) await world.watch(id)
    await listed(world)
    // Only these are asked for one by one: nobody knows them yet, and no list shows them.
    world.connection.readPage = async ({ offset }) => ({ migrations: [], rows: 0, total: offset, isLast: true })
    const { show } = world.connection
    const asked: string[] = []
    const waiting: (() => void)[] = []
    let most = 0
    world.connection.show = async (target, options) => {
      asked.push(target.id)
      await new Promise<void>((resolve) => (most = Math.max(most, waiting.push(resolve))))
      return show(target, options)
    }
    const ticking = world.fleet.tick()
    await world.clock.settle()
    while (waiting.length > 0) {
      expect(waiting.length).toBeLessThanOrEqual(3)
      waiting.shift()?.()
      await world.clock.settle()
    }
    await ticking
    expect(asked).toEqual(ids)
    expect(most).toBe(3)
  })

  test('reads a page every five minutes where nothing is watched, to find new migrations', async () => {
    const world = await createWorld()
    await listed(world)
    world.cloud.add(inState('running', { id: 'new' }))
    expect(await world.minutes(16)).toEqual([5, 10, 15])
    expect(world.known('new')?.migration.state).toBe('running')
  })
})

describe('what is at rest', () => {
  test.each(['paused', 'failed'] as const)('%s: is left alone for 15 minutes between two looks', async (state) => {
    const world = await createWorld()
    await world.watch('1912')
    await listed(world)
    change(world, '1912', state)
    await world.tick()
    const readAt = () => world.known('1912')?.migration.readAt ?? 0
    // A page that is read anyway may show it: that costs nothing.
    world.connection.readPage = async () => ({ migrations: [], rows: 0, total: 0, isLast: true })
    const restsAt = readAt()
    const asked = await world.minutes(32, /^show/)
    expect(asked).toEqual([15, 30])
    expect(readAt()).toBe(restsAt + 30 * minuteMs)
  })

  test('is found soon when it moves again, because lists show it', async () => {
    const world = await createWorld()
    const watch = await world.watch('1912')
    change(world, '1912', 'paused')
    await listed(world)
    change(world, '1912', 'running')
    world.isDelivering = false
    const calls = [await world.tick(), await world.tick(), await world.tick()].flat()
    expect(shows(calls)).toEqual([])
    expect(said(await world.news(watch))).toEqual([expect.stringMatching(/Started again/)])
  })

  test('keeps its card when the account cannot be read: nobody would have asked for it', async () => {
    const world = await createWorld()
    const watch = await world.watch('1912')
    change(world, '1912', 'paused')
    await listed(world)
    const before = cardText(await world.news(watch))
    world.cloud.breaks('prod-hw', 'page', { error: denied() })
    await world.tick()
    expect(world.health()?.trouble?.code).toBe('provider_denied')
    expect(cardText(await world.news(watch))).toBe(before)
  })
})

/** Lists of groups fail with this error; returns when they were asked for. */
function refuseGroups({ clock, connection }: World, error: Error): number[] {
  const { readPage } = connection
  const asked: number[] = []
  connection.readPage = async (part, options) => {
    if (part.kind !== 'group') return readPage(part, options)
    asked.push(clock.now())
    throw error
  }
  return asked
}

describe('a kind that the account may not list', () => {
  test.each([
    ['refused', new AppError('provider_refused', { provider: 'A cloud', code: 'Forbidden', message: 'no' })],
    ['denied', denied()],
  ])('%s: is left alone for an hour, and the others are read', async (_, error) => {
    const world = await createWorld()
    await world.watch('1912')
    const asked = refuseGroups(world, error)
    const startedAt = world.clock.now()
    // After the hour, it takes its turn among the kinds, one page a minute.
    await world.minutes(63)
    const [first, second = 0, ...others] = asked.map((at) => (at - startedAt) / minuteMs)
    expect({ first, others }).toEqual({ first: 0, others: [] })
    expect(second).toBeGreaterThanOrEqual(60)
    expect(world.known('1912')?.migration.readAt).toBe(world.clock.now() - minuteMs)
    expect(world.health()).toBeUndefined()
  })

  test('is told from refused keys even where nothing else is to be read', async () => {
    const world = await createWorld()
    refuseGroups(world, denied())
    await world.tick()
    expect(world.health()).toBeUndefined()
    world.cloud.breaks('prod-hw', 'page', { error: denied() })
    await world.minutes(6)
    expect(world.health()?.trouble?.code).toBe('provider_denied')
  })
})

test('an account that was disconnected, with its watches, is asked for no more and troubles nobody', async () => {
  const world = await createWorld()
  const watch = await world.watch('1912')
  await listed(world)
  await world.workspace.accounts.delete('prod-hw')
  await world.fleet.storeIn('T1').watches.delete(watch.id)
  await world.tick()
  expect(world.ticks.at(-1)).toMatchObject({ accounts: 0, watches: 0, troubled: 0 })
  expect(await world.workspace.health.get('prod-hw')).toBeUndefined()
})

describe('trouble', () => {
  test.each([
    ['refused keys', denied()],
    ['a limit', new AppError('provider_throttled', { retryAfterMs: 5000 })],
  ])('in the middle of a round, %s: what was read before it stays read', async (_, error) => {
    const world = await createWorld()
    const ids = ['a', 'b', 'c', 'd', 'e']
    const watches = await Promise.all(ids.map((id) => world.watch(id, `C${id}`)))
    await listed(world)
    for (const id of ids) change(world, id, 'failed')
    world.connection.readPage = async () => ({ migrations: [], rows: 0, total: 0, isLast: true })
    world.cloud.breaks('prod-hw/b', 'show', { error })
    world.isDelivering = false
    expect(shows(await world.tick())).toEqual(['show prod-hw/a', 'show prod-hw/b', 'show prod-hw/c'])
    const failed = expect.stringMatching(/^end broadcast: Failed/)
    const news = await Promise.all(watches.map(world.news))
    expect(news.map(said)).toEqual([[failed], [], [failed], [], []])
    expect(world.health()?.trouble?.code).toBe(error.code)
  })

  test('shows on the card after three rounds, and ends with the next good reading', async () => {
    const world = await createWorld()
    const watch = await world.watch('1912')
    await world.tick()
    for (const method of ['page', 'show'] as const) world.cloud.breaks('prod-hw', method, { error: unreachable() })
    const isShown = async () => cardText(await world.news(watch)).includes('These figures are out of date')
    const shown: boolean[] = []
    for (let count = 0; count < 4; count += 1) {
      await world.tick()
      shown.push(await isShown())
    }
    expect(shown).toEqual([false, false, true, true])
    world.cloud.mends()
    await world.tick()
    expect(await isShown()).toBe(false)
  })

  test('keeps what is to be said', async () => {
    const world = await createWorld()
    const watch = await world.watch('1912')
    await listed(world)
    world.isDelivering = false
    change(world, '1912', 'paused')
    await world.tick()
    const before = said(await world.news(watch))
    expect(before).toHaveLength(1)
    world.cloud.breaks('prod-hw', 'page', { error: denied() })
    await world.tick()
    expect(said(await world.news(watch))).toEqual(before)
  })
})
