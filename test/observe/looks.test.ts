import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { inState } from '../notify/samples.ts'
import { createWorld, type World } from './world.ts'

const minuteMs = 60_000
let world: World

beforeEach(async () => {
  world = await createWorld()
})

/** Somebody waits for all that moves in the account. Returns what the cloud was asked. */
async function look(): Promise<string[]> {
  const before = world.cloud.calls.length
  world.fleet.wake('T1', { what: 'moving', accounts: ['prod-hw'] })
  await world.clock.settle()
  return world.cloud.calls.slice(before)
}

const looks = async () => (await world.fleet.readerOf('T1').looks())?.['prod-hw']?.ended
const pagesAfter = (count: number) =>
  world.cloud.pages.slice(count).map(({ kind, state, offset }) => `${kind} ${state ?? 'all'} ${offset}`)

async function listed(): Promise<void> {
  for (let count = 0; count < 12; count += 1) {
    await world.clock.advance(6 * minuteMs)
    await world.tick()
  }
}

describe('a look at what moves in an account', () => {
  test('lists an account to its end that was never listed', async () => {
    for (let index = 0; index < 250; index += 1) world.cloud.add(inState('running', { id: `made${index}` }))
    await world.restart()
    await look()
    const { accounts } = await world.fleet.readerOf('T1').ask({ type: 'accounts' })
    expect(accounts).toMatchObject([{ known: 250, isWhole: true }])
    expect(await looks()).toBe(1)
  })

  test('reads the first page of each kind and no other, where that holds everything', async () => {
    world.cloud.add(inState('running', { id: 'one' }))
    await listed()
    const before = world.cloud.pages.length
    world.cloud.add(inState('running', { id: 'made elsewhere' }))
    await look()
    expect(pagesAfter(before).toSorted()).toEqual(['group all 0', 'sync all 0', 'task all 0'])
    expect(world.known('made elsewhere')).toBeDefined()
  })

  test('reads active states by filtered pages in a large account, and one by one what has left them', async () => {
    for (let index = 0; index < 300; index += 1) world.cloud.add(inState('succeeded', { id: `done${index}` }))
    for (const id of ['a', 'b']) world.cloud.add(inState('running', { id }))
    await listed()
    world.cloud.add(inState('failed', { id: 'b' }))
    await world.clock.advance(minuteMs)
    const before = world.cloud.pages.length
    const calls = await look()
    expect(pagesAfter(before)).toEqual(expect.arrayContaining(['task all 0', 'task running 0', 'task queued 0']))
    expect(pagesAfter(before).filter((page) => page.startsWith('task succeeded'))).toEqual([])
    expect(calls.filter((call) => call.startsWith('show'))).toEqual(['show prod-hw/b'])
    expect(world.known('a')?.migration.readAt).toBe(world.clock.now())
    expect(world.known('b')?.migration.state).toBe('failed')
  })

  test('leaves an account alone that refused its key, and is over at once', async () => {
    world.cloud.breaks('prod-hw', 'page', { error: new AppError('provider_denied', { provider: 'Huawei' }) })
    await world.tick()
    expect(world.health()?.askAgainAt).toBeDefined()
    expect(await look()).toEqual([])
    expect(await looks()).toBe(1)
  })

  test('is made once more for all who ask while one is being made', async () => {
    world.cloud.add(inState('running', { id: 'one' }))
    await listed()
    const before = world.cloud.calls.length
    for (let count = 0; count < 3; count += 1) world.fleet.wake('T1', { what: 'moving', accounts: ['prod-hw'] })
    await world.clock.settle()
    expect(world.cloud.calls.slice(before)).toHaveLength(6)
    expect(await looks()).toBe(2)
    expect(await look()).toHaveLength(3)
    expect(await looks()).toBe(3)
  })

  test('does not list an account anew that a former leader has listed', async () => {
    for (let index = 0; index < 250; index += 1) world.cloud.add(inState('running', { id: `made${index}` }))
    await world.restart()
    await look()
    await world.clock.advance(6 * minuteMs)
    await world.tick()
    await world.restart()
    const { accounts } = await world.fleet.readerOf('T1').ask({ type: 'accounts' })
    expect(accounts).toMatchObject([{ known: 250, isWhole: true }])
  })
})
