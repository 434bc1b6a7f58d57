import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { aMigration, inState } from '../notify/samples.ts'
import { createWorld, said, type World } from './world.ts'

const minuteMs = 60_000

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

describe('a round', () => {
  test('costs one or two calls for any number of moving migrations of one page', async () => {
    const world = await createListedWorld()
    for (let index = 0; index < 90; index += 1) await world.watch(`m${index}`)
    await world.tick()
    for (let count = 0; count < 6; count += 1) {
      const calls = await world.tick()
      expect(calls.length).toBeLessThanOrEqual(2)
      expect(calls.every((call) => call.startsWith('page'))).toBe(true)
    }
  })

  test('does not grow with what nobody follows', async () => {
    const world = await createListedWorld()
    for (let index = 0; index < 1000; index += 1) world.cloud.add(inState('succeeded', { id: `old${index}` }))
    for (let index = 0; index < 1000; index += 1) world.cloud.add(inState('running', { id: `other${index}` }))
    for (const id of ['a', 'b', 'c']) await world.watch(id)
    for (let count = 0; count < 30; count += 1) await world.tick()
    for (let count = 0; count < 10; count += 1) expect((await world.tick()).length).toBeLessThanOrEqual(4)
  })

  test('finds what was made elsewhere by listing, page by page, whatever the order', async () => {
    const world = await createListedWorld()
    for (let index = 0; index < 250; index += 1) world.cloud.add(inState('running', { id: `made${index}` }))
    // Nobody follows anything here, so a page is read now and then.
    for (let count = 0; count < 12; count += 1) {
      await world.clock.advance(6 * minuteMs)
      await world.tick()
    }
    const { accounts } = await world.fleet.readerOf('T1').ask({ type: 'accounts' })
    expect(accounts.map(({ known }) => known)).toEqual([250])
  })

  test('reads once what several channels follow, and tells each of them', async () => {
    const world = await createListedWorld()
    const watches = []
    for (const channel of ['C1', 'C2', 'C3']) watches.push(await world.watch('1912', channel))
    await world.tick()
    world.isDelivering = false
    change(world, '1912', 'failed')
    await world.tick()
    for (const watch of watches) expect(said(await world.news(watch))).toEqual([expect.stringMatching(/^end/)])
  })

  test('nudges delivery for what changed, and repaints what only moved', async () => {
    const world = await createListedWorld()
    await world.watch('a')
    const b = await world.watch('b')
    const c = await world.watch('c')
    await world.tick()
    world.nudged.length = 0
    world.repainted.length = 0
    change(world, 'b', 'paused')
    const { progress } = aMigration()
    world.cloud.add(
      aMigration({ id: 'c', progress: { ...progress, bytes: { done: 600_000_000, total: 1_000_000_000 } } }),
    )
    await world.tick()
    expect(world.nudged).toEqual([b.id])
    expect(world.repainted).toEqual([c.id])
  })

  test.each(['paused', 'failed'] as const)(
    'leaves what is %s alone for 15 minutes, if it is on no page',
    async (state) => {
      const world = await createListedWorld()
      for (let index = 0; index < 300; index += 1) world.cloud.add(inState('succeeded', { id: `old${index}` }))
      await world.watch('1912')
      for (let count = 0; count < 8; count += 1) await world.tick()
      change(world, '1912', state)
      const asked: number[] = []
      for (let minute = 0; minute <= 34; minute += 1) {
        if ((await world.tick()).includes('show prod-hw/1912')) asked.push(minute)
        await world.clock.advance(minuteMs)
      }
      expect(asked.length).toBeLessThanOrEqual(4)
    },
  )
})

describe('a migration that gets another id', () => {
  test.each(['running', 'paused'] as const)('%s: is followed under either, whenever it happens', async (state) => {
    const world = await createListedWorld()
    const watch = await world.watch('old-title')
    await world.tick()
    world.isDelivering = false
    await world.fleet.storeIn('T1').watches.set(watch.id, { ...watch, nextMigrationId: 'new-title' })
    await world.tick()
    const migration = world.cloud.peek('prod-hw/old-title')
    world.cloud.remove('prod-hw/old-title')
    if (migration !== undefined) world.cloud.add({ ...migration, id: 'new-title', state, nativeState: state })
    await world.tick()
    const told = said(await world.news(watch))
    expect(told[0]).toContain('`old-title` is now `new-title`')
    expect(told.join()).not.toContain('Deleted')
    const ids = (await world.workspace.known.list()).items.map((known) => refOf(known.migration))
    expect(ids).toEqual(['prod-hw/new-title'])
  })
})

describe('what somebody waits for', () => {
  test('is read at once, even if it is at rest', async () => {
    const world = await createListedWorld()
    await world.watch('1912')
    change(world, '1912', 'paused')
    await world.tick()
    const before = world.cloud.calls.length
    world.fleet.wake('T1', { what: 'look', account: 'prod-hw', ids: ['1912'] })
    await world.clock.settle()
    expect(world.cloud.calls.length).toBeGreaterThan(before)
  })

  test('is not lost while a round runs: it is read right after, all of it in one go', async () => {
    const world = await createListedWorld()
    for (const id of ['a', 'b']) await world.watch(id)
    await world.tick()
    const before = world.cloud.calls.length
    const open = world.cloud.holds('prod-hw', 'page')
    const tick = world.tick()
    await world.clock.settle()
    for (const id of ['a', 'b', 'a']) world.fleet.wake('T1', { what: 'look', account: 'prod-hw', ids: [id] })
    await world.clock.settle()
    open()
    await tick
    await world.clock.settle()
    expect(world.cloud.calls.length - before).toBeLessThanOrEqual(4)
    expect(world.cloud.calls.length - before).toBeGreaterThanOrEqual(2)
  })
})

test('what an earlier watch of the same name left behind is not taken for the new one’s', async () => {
  const world = await createListedWorld()
  const old = await world.watch('1912')
  await world.tick()
  change(world, '1912', 'failed')
  await world.tick()
  await world.clock.advance(minuteMs)
  const made = { ...old, createdAt: world.clock.now() }
  await world.fleet.storeIn('T1').watches.set(made.id, made)
  world.isDelivering = false
  await world.clock.advance(minuteMs)
  change(world, '1912', 'running')
  for (let count = 0; count < 3; count += 1) await world.tick()
  await world.clock.advance(minuteMs)
  change(world, '1912', 'failed')
  await world.tick()
  expect(said(await world.news(made))).toEqual([
    expect.stringContaining('Started again'),
    expect.stringMatching(/^end/),
  ])
})

describe('a tick never rejects', () => {
  const down = async () => {
    throw new AppError('store_unavailable', { reason: 'test' })
  }

  test.each<[string, (world: World) => void]>([
    ['accounts, listed', ({ workspace }) => Object.assign(workspace.accounts, { list: down })],
    ['accounts', ({ workspace }) => Object.assign(workspace.accounts, { get: down })],
    ['commits', ({ workspace }) => Object.assign(workspace, { commit: down })],
    ['requests', ({ workspace }) => Object.assign(workspace.requests, { list: down })],
  ])('with a store that fails: %s', async (_, fail) => {
    const world = await createWorld()
    await world.watch('1912')
    fail(world)
    await expect(world.tick()).resolves.toBeDefined()
    expect(world.fleet.lastTickAt()).toBe(world.clock.now())
    expect(world.logged.length).toBeGreaterThan(0)
  })

  test('with a cloud that throws something unforeseen', async () => {
    const world = await createListedWorld()
    await world.watch('1912')
    world.connection.readPage = async () => {
      throw new TypeError('unforeseen')
    }
    await world.tick()
    expect(world.logged).toContain('An account could not be observed')
  })
})
