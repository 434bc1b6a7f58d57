import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { namespaceOf, storedKey } from '../../src/store/keyv/namespace.ts'
import { inState } from '../notify/samples.ts'
import { createWorld, said, type World } from './world.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const unreachable = () => new AppError('provider_unreachable', { provider: 'A cloud in memory' })
const denied = () => new AppError('provider_denied', { provider: 'A cloud in memory', account: 'prod-hw' })

/** A world whose account has been listed once, so that rounds do the least. */
async function createListedWorld(): Promise<World> {
  const world = await createWorld()
  for (let count = 0; count < 3; count += 1) await world.tick()
  return world
}

/** How the migration stands now. */
function change(world: World, id: string, state: Parameters<typeof inState>[0]): void {
  world.cloud.add(inState(state, { id }))
}

describe('a watch ends with its migration', () => {
  test.each(['succeeded', 'cancelled', 'deleted'] as const)(
    '%s: when it was read twice and all is delivered',
    async (state) => {
      const world = await createListedWorld()
      const watch = await world.watch('1912')
      await world.tick()
      change(world, '1912', state)
      world.isDelivering = false
      for (let count = 0; count < 4; count += 1) await world.tick()
      expect(await world.workspace.watches.get(watch.id)).toBeDefined()
      world.isDelivering = true
      for (let count = 0; count < 3; count += 1) await world.tick()
      const { watches, channels } = world.workspace
      expect(await watches.get(watch.id)).toBeUndefined()
      // Only what the card is about is remembered, for those who ask in its thread.
      expect(await channels.get(watch.channel)).toMatchObject({ receipts: {}, begun: {} })
    },
  )

  test('not by one reading that was wrong', async () => {
    const world = await createListedWorld()
    const watch = await world.watch('1912')
    await world.tick()
    change(world, '1912', 'succeeded')
    await world.tick()
    change(world, '1912', 'running')
    for (let count = 0; count < 3; count += 1) await world.tick()
    expect(await world.workspace.watches.get(watch.id)).toBeDefined()
  })

  test('a week later if it failed, because it can be restarted', async () => {
    const world = await createListedWorld()
    const watch = await world.watch('1912')
    await world.tick()
    change(world, '1912', 'failed')
    for (let count = 0; count < 3; count += 1) await world.tick()
    await world.pass(6 * dayMs)
    for (let count = 0; count < 3; count += 1) await world.tick()
    expect(await world.workspace.watches.get(watch.id)).toBeDefined()
    await world.pass(dayMs + minuteMs)
    for (let count = 0; count < 3; count += 1) await world.tick()
    expect(await world.workspace.watches.get(watch.id)).toBeUndefined()
  })
})

describe('trouble', () => {
  test('with one migration does not stop the others', async () => {
    const world = await createListedWorld()
    for (let index = 0; index < 300; index += 1) world.cloud.add(inState('succeeded', { id: `old${index}` }))
    const watches = []
    for (const id of ['a', 'b', 'c']) watches.push(await world.watch(id, `C${id}`))
    for (let count = 0; count < 8; count += 1) await world.tick()
    for (const id of ['a', 'b', 'c']) change(world, id, 'failed')
    world.cloud.breaks('prod-hw/b', 'show', { error: unreachable() })
    world.isDelivering = false
    await world.tick()
    const ends = await Promise.all(watches.map(async (watch) => said(await world.news(watch)).length))
    expect(ends[0]).toBe(1)
    expect(ends[2]).toBe(1)
    expect(world.ticks.at(-1)).toMatchObject({ accounts: 1, watches: 3, troubled: 0 })
  })

  test('with one stored record leaves the record as it is', async () => {
    const world = await createListedWorld()
    const broken = await world.watch('a')
    const fine = await world.watch('b')
    await world.tick()
    const [record] = (await world.workspace.known.list()).items.filter(({ migration }) => migration.id === 'a')
    const key = storedKey(namespaceOf('T1', 'known'), `prod-hw#${record?.identity}/a`)
    await world.backend.set(key, 'this is no record')
    await world.restart()
    await world.tick()
    expect(await world.news(fine)).toBeDefined()
    expect(await world.news(broken)).toBeUndefined()
    expect(await world.backend.get(key)).toBe('this is no record')
    expect(world.logged).toContain('A record cannot be read and is left as it is')
  })

  test('in the middle of a round: what was read before it stays read', async () => {
    const world = await createListedWorld()
    for (let index = 0; index < 300; index += 1) world.cloud.add(inState('succeeded', { id: `old${index}` }))
    const ids = ['a', 'b', 'c', 'd', 'e']
    const watches = []
    for (const id of ids) watches.push(await world.watch(id))
    for (let count = 0; count < 8; count += 1) await world.tick()
    for (const id of ids) change(world, id, 'failed')
    world.cloud.breaks('prod-hw/d', 'show', { error: denied() })
    world.isDelivering = false
    await world.tick()
    const told = await Promise.all(watches.map(async (watch) => said(await world.news(watch)).length))
    expect(told.filter((count) => count === 1).length).toBeGreaterThan(0)
    expect(world.ticks.at(-1)?.troubled).toBe(1)
  })

  test('an account that was removed is told on the card at once, and asked nothing', async () => {
    const world = await createListedWorld()
    const watch = await world.watch('1912')
    await world.tick()
    await world.workspace.accounts.delete('prod-hw')
    expect(await world.tick()).toEqual([])
    expect(JSON.stringify((await world.news(watch))?.card)).toContain('There is no account named')
    expect(world.ticks.at(-1)?.troubled).toBe(1)
  })

  test('ends with the next good reading', async () => {
    const world = await createListedWorld()
    const watch = await world.watch('1912')
    await world.tick()
    world.cloud.breaks('prod-hw', 'page', { error: unreachable() })
    for (let count = 0; count < 4; count += 1) await world.tick()
    expect(JSON.stringify((await world.news(watch))?.card)).toContain('These figures are out of date')
    world.cloud.mends()
    await world.tick()
    expect(JSON.stringify((await world.news(watch))?.card)).not.toContain('These figures are out of date')
  })
})
