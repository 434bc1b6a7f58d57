import { describe, expect, onTestFinished, test } from 'vitest'
import type { Leaders } from '../../src/app/leaders.ts'
import { AppError } from '../../src/errors/errors.ts'
import { namespaceOf, storedKey } from '../../src/store/keyv/namespace.ts'
import { inState, startAt } from '../notify/samples.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { redisIsInstalled } from '../redis-server.ts'
import { anAccount } from '../store/samples.ts'
import {
  createMemoryWorld,
  createRedisWorld,
  createSqliteWorld,
  type World as Place,
  storeOver,
} from '../store/world.ts'
import { createWorld, denied, unreachable, type World } from './world.ts'

const minuteMs = 60_000

/** An account whose keys are refused for everything. */
async function createRefusedWorld(error = denied()): Promise<World> {
  const world = await createWorld()
  await world.watch('1912')
  // The account has been listed completely, and the next page is one of the first kind.
  for (let count = 0; count < 5; count += 1) await world.tick()
  refuse(world, error)
  return world
}

function refuse({ cloud }: World, error = denied()): void {
  for (const method of ['page', 'show'] as const) cloud.breaks('prod-hw', method, { error })
}

describe('an account that refuses its keys', () => {
  test('is left alone for 5, 15, then 60 minutes, because five refusals in a row lock the key', async () => {
    const world = await createRefusedWorld()
    world.ticks.length = 0
    const before = world.cloud.calls.length
    expect(await world.minutes(146)).toEqual([0, 5, 20, 80, 140])
    expect(world.cloud.calls.length - before).toBe(5)
    expect(world.ticks.every(({ troubled }) => troubled === 1)).toBe(true)
  })

  async function createRound(rounds: number): Promise<World> {
    const world = await createWorld()
    // Nobody looks at the cards.
    world.isDelivering = false
    // More than a page.
    for (let index = 0; index < 110; index += 1) await world.watch(`m${index}`)
    for (let count = 0; count < rounds; count += 1) await world.tick()
    return world
  }

  // The first call goes alone and stands for the account, whatever else is to be read.
  test.each([0, 1, 2, 3, 4, 5])(
    'that never answered costs one refusal, after %i rounds before its leader',
    async (rounds) => {
      const world = await createRound(rounds)
      await world.fleet.stop()
      refuse(world)
      const before = world.cloud.calls.length
      await world.restart()
      expect(world.cloud.calls.length - before).toBe(1)
    },
  )

  // With one refusal at each later attempt, the fifth in a row comes after 80 minutes.
  test.each([0, 1, 2, 3, 4, 5])(
    'that answered in the round before costs two refusals, after %i rounds',
    async (rounds) => {
      const world = await createRound(rounds)
      refuse(world)
      expect(await world.tick()).toHaveLength(2)
      await world.clock.advance(5 * minuteMs)
      expect(await world.tick()).toHaveLength(1)
    },
  )

  test('costs one refusal if it was connected anew, with other keys', async () => {
    const world = await createRound(1)
    const account = { ...anAccount(), credentials: keyAnswers, createdAt: world.clock.now() }
    await world.workspace.accounts.set('prod-hw', account)
    refuse(world)
    expect(await world.tick()).toHaveLength(1)
  })

  test.each([1, 2, 3, 4, 5])('is listed in every kind as soon as it answers again, after %i rounds', async (rounds) => {
    const world = await createRound(rounds)
    refuse(world)
    await world.tick()
    world.cloud.mends()
    await world.clock.advance(5 * minuteMs)
    world.cloud.pages.length = 0
    for (let count = 0; count < 6; count += 1) await world.tick()
    expect(new Set(world.cloud.pages.map(({ kind }) => kind))).toEqual(new Set(['task', 'group', 'sync']))
  })

  test('is read at once when it is connected again, and as usual from then on', async () => {
    const world = await createRefusedWorld()
    await world.tick()
    world.cloud.mends()
    expect(await world.tick()).toEqual([])
    expect(await world.look()).not.toEqual([])
    expect(await world.tick()).not.toEqual([])
    expect(world.health()?.trouble).toBeUndefined()
  })

  test('is read at once even if it was connected again while the refused read was still running', async () => {
    const world = await createRefusedWorld()
    const goOn = world.cloud.holds('prod-hw', 'page')
    const ticking = world.fleet.tick()
    await world.clock.settle()
    const before = world.cloud.calls.length
    await world.look()
    expect(world.cloud.calls.length).toBe(before)
    goOn()
    await ticking
    await world.clock.settle()
    expect(world.cloud.calls.length).toBe(before + 1)
  })
})

describe('how long', () => {
  test('a throttled account is left alone is what its cloud says, else a minute', async () => {
    const told = await createRefusedWorld(new AppError('provider_throttled', { retryAfterMs: 3 * minuteMs }))
    expect(await told.minutes(7)).toEqual([0, 3, 6])
    const untold = await createRefusedWorld(new AppError('provider_throttled', {}))
    expect(await untold.minutes(3)).toEqual([0, 1, 2])
  })

  test('has an end, whatever a cloud says', async () => {
    const world = await createRefusedWorld(
      new AppError('provider_throttled', { retryAfterMs: Number.POSITIVE_INFINITY }),
    )
    expect(await world.minutes(61)).toEqual([0, 60])
  })

  test('starts again from the shortest once the keys were accepted', async () => {
    const world = await createRefusedWorld()
    expect(await world.minutes(10)).toEqual([0, 5])
    world.cloud.mends()
    expect(await world.minutes(12)).toEqual([10, 11])
    refuse(world)
    expect(await world.minutes(6)).toEqual([0, 5])
  })

  test('is not forgotten because the cloud could not be reached meanwhile', async () => {
    const world = await createRefusedWorld()
    await world.tick()
    refuse(world, unreachable())
    expect(await world.look()).not.toEqual([])
    expect(await world.minutes(3)).toEqual([])
  })

  test('does not stretch when a clock that was far ahead is set right', async () => {
    const world = await createRefusedWorld()
    await world.fleet.stop()
    const hasty = await world.addReplica({ clock: { ...world.clock, now: () => startAt + 3 * 24 * 60 * minuteMs } })
    await hasty.stop()
    expect((await world.workspace.health.get('prod-hw'))?.askAgainAt).toBeGreaterThan(startAt + 24 * 60 * minuteMs)
    const before = world.cloud.calls.length
    await world.restart()
    expect(world.cloud.calls.length).toBe(before + 1)
  })

  test('does not depend on a record that can be read', async () => {
    const world = await createRefusedWorld()
    await world.backend.set(storedKey(namespaceOf('T1', 'health'), 'prod-hw'), 'this says nothing')
    await world.restart()
    expect(world.logged).toContain('A record cannot be read and is left as it is')
    expect(await world.minutes(6)).toEqual([5])
  })

  test('is the same where everything is at rest and no card tells of it', async () => {
    const world = await createWorld()
    await world.watch('1912')
    world.cloud.add(inState('paused'))
    for (let count = 0; count < 6; count += 1) await world.tick()
    refuse(world)
    expect(await world.minutes(5)).toEqual([0])
  })
})

describe('a wrong clock', () => {
  test('silences only the process whose clock it is: the others may be right', async () => {
    const world = await createRefusedWorld(
      new AppError('clock_wrong', { account: 'prod-hw', offset: '20 minutes ahead' }),
    )
    expect(await world.minutes(3)).toEqual([0, 2])
    expect(await world.workspace.health.get('prod-hw')).toBeUndefined()
    world.cloud.mends()
    const before = world.cloud.calls.length
    await world.restart()
    expect(world.cloud.calls.length).toBeGreaterThan(before)
    expect(world.health()).toBeUndefined()
  })
})

const places: [string, () => Promise<Place>][] = [
  ['memory', createMemoryWorld],
  ['SQLite', createSqliteWorld],
  ...(redisIsInstalled ? [['Redis', createRedisWorld] satisfies [string, () => Promise<Place>]] : []),
]

// A promise to whoever owns the key: five refusals in a row lock it, however many replicas there are.
describe.each(places)('a refused key in %s', (_, create) => {
  async function createReplicas(): Promise<{ world: World; second: Leaders }> {
    const place = await create()
    onTestFinished(() => place.end())
    const world = await createWorld({ backend: await place.connect(), isRemote: true })
    await world.watch('1912')
    const second = await world.addReplica({ store: storeOver(await place.connect(), world.clock) })
    await world.fleet.tick()
    refuse(world)
    return { world, second }
  }

  test('is tried by one of two replicas and not by the other, even when they tick at once', async () => {
    const { world, second } = await createReplicas()
    const before = world.cloud.calls.length
    await Promise.all([world.fleet.tick(), second.tick()])
    await second.tick()
    // One round of one replica. It asks for two pages at once, as the account has answered in the round before.
    expect(world.cloud.calls.slice(before)).toEqual(['page prod-hw', 'page prod-hw'])
  })

  test('is not tried again because a process starts anew, or another takes over', async () => {
    const { world, second } = await createReplicas()
    await world.fleet.tick()
    const before = world.cloud.calls.length
    await world.fleet.stop()
    await second.tick()
    expect(world.cloud.calls.length).toBe(before)
  })

  test('that was replaced by another is forgotten', async () => {
    const { world } = await createReplicas()
    await world.fleet.tick()
    const before = world.cloud.calls.length
    const account = { ...anAccount(), credentials: keyAnswers, createdAt: world.clock.now() }
    await world.workspace.accounts.set('prod-hw', account)
    await world.fleet.tick()
    expect(world.cloud.calls.length - before).toBe(1)
  })
})
