import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { redisIsInstalled } from '../redis-server.ts'
import { anAccount, aQuietTime } from '../store/samples.ts'
import { createMemoryWorld, createRedisWorld, createSqliteWorld, storeOver, type World } from '../store/world.ts'
import { createRound, denied, type Round } from './round.ts'
import { inState, startAt } from './samples.ts'

const minuteMs = 60_000

describe('an account that refuses its keys', () => {
  test('is left alone for 5, 15, then 60 minutes, because five refusals in a row lock the key', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    const asked: number[] = []
    for (let minute = 0; minute <= 145; minute += 1) {
      if ((await round.tick()).length > 0) asked.push(minute)
      await round.clock.advance(minuteMs)
    }
    expect(asked).toEqual([0, 5, 20, 80, 140])
    expect(round.ticks.every(({ troubled }) => troubled === 1)).toBe(true)
  })

  test('is read at once when it is connected again, and as usual from then on', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    await round.tick()
    round.cloud.mends()
    expect(await round.tick()).toEqual([])
    round.poller.lookNow('T1', 'prod-hw')
    await round.clock.advance(0)
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
    expect(await round.tick()).toEqual(['listActive prod-hw'])
  })

  test('is read at once even if it was connected again while the refused read was still running', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    const open = round.cloud.holds('prod-hw', 'listActive')
    const tick = round.poller.tick()
    await round.clock.advance(0)
    round.poller.lookNow('T1', 'prod-hw')
    open()
    await tick
    await round.clock.advance(0)
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
  })
})

/** A round whose keys are refused, and what each minute asks of the cloud. */
async function createRefusedRound(error = denied()): Promise<Round & { askedAt(minutes: number): Promise<number[]> }> {
  const round = await createRound()
  await round.watch('1912')
  round.cloud.breaks('prod-hw', 'listActive', { error: error })
  const askedAt = async (minutes: number) => {
    const asked: number[] = []
    for (let minute = 0; minute < minutes; minute += 1) {
      if ((await round.tick()).length > 0) asked.push(minute)
      await round.clock.advance(minuteMs)
    }
    return asked
  }
  return Object.assign(round, { askedAt })
}

describe('how long', () => {
  test('a throttled account is left alone is what its cloud says, else a minute', async () => {
    const told = await createRefusedRound(new AppError('provider_throttled', { retryAfterMs: 3 * minuteMs }))
    expect(await told.askedAt(7)).toEqual([0, 3, 6])
    const untold = await createRefusedRound(new AppError('provider_throttled', {}))
    expect(await untold.askedAt(3)).toEqual([0, 1, 2])
  })

  test('has an end, whatever a cloud says', async () => {
    const round = await createRefusedRound(
      new AppError('provider_throttled', { retryAfterMs: Number.POSITIVE_INFINITY }),
    )
    expect(await round.askedAt(61)).toEqual([0, 60])
  })

  test('starts again from the shortest once the keys were accepted', async () => {
    const round = await createRefusedRound()
    expect(await round.askedAt(10)).toEqual([0, 5])
    round.cloud.mends()
    expect(await round.askedAt(12)).toEqual([10, 11])
    expect(await round.workspace.quietTimes.get('prod-hw')).toBeUndefined()
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    expect(await round.askedAt(6)).toEqual([0, 5])
  })

  test('is not forgotten because the cloud could not be reached meanwhile', async () => {
    const round = await createRefusedRound()
    await round.tick()
    round.cloud.breaks('prod-hw', 'listActive', { error: new AppError('provider_unreachable', {}) })
    round.poller.lookNow('T1', 'prod-hw')
    await round.clock.advance(0)
    expect(await round.askedAt(3)).toEqual([])
  })

  test('does not stretch when a clock that was far ahead is set right', async () => {
    const round = await createRefusedRound()
    const hasty = round.addPoller({ clock: { ...round.clock, now: () => startAt + 3 * 24 * 60 * minuteMs } })
    await hasty.tick()
    expect(await round.tick()).toEqual(['listActive prod-hw'])
  })

  test('does not depend on a record that can be read', async () => {
    const round = await createRefusedRound()
    await round.workspace.quietTimes.set('prod-hw', { ...aQuietTime(), since: Number.NaN })
    expect(await round.askedAt(6)).toEqual([0, 5])
    expect(round.logged).toContain('A quiet time cannot be read and is forgotten')
  })

  test('is the same where everything is at rest and no card tells of it', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.add(inState('paused'))
    await round.tick()
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    expect(await round.tick()).toEqual(['listActive prod-hw'])
    expect(await round.tick()).toEqual([])
  })
})

describe('a wrong clock', () => {
  test('silences only the process whose clock it is: the others may be right', async () => {
    const round = await createRefusedRound(
      new AppError('clock_wrong', { account: 'prod-hw', offset: '20 minutes ahead' }),
    )
    const other = round.addPoller()
    expect(await round.tick()).toEqual(['listActive prod-hw'])
    expect(await round.tick()).toEqual([])
    round.cloud.mends()
    await other.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
    expect(await round.askedAt(6)).toEqual([5])
  })
})

const worlds: [string, () => Promise<World>][] = [
  ['memory', createMemoryWorld],
  ['SQLite', createSqliteWorld],
  ...(redisIsInstalled ? [['Redis', createRedisWorld] satisfies [string, () => Promise<World>]] : []),
]

// A promise to whoever owns the key: five refusals in a row lock it, however many replicas there are.
describe.each(worlds)('a refused key in %s', (_, create) => {
  let world: World
  beforeEach(async () => {
    world = await create()
  })
  afterEach(() => world.end())

  async function connect() {
    return storeOver(await world.connect(), world.clock)
  }

  async function createReplicas() {
    const round = await createRound({ backend: await world.connect() })
    await round.watch('1912')
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    return { round, second: round.addPoller({ store: await connect() }) }
  }

  test('is tried by one of two replicas and not by the other, even when they tick at once', async () => {
    const { round, second } = await createReplicas()
    await Promise.all([round.poller.tick(), second.tick()])
    await second.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw'])
    await round.clock.advance(5 * minuteMs)
    await second.tick()
    await round.poller.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
    await round.clock.advance(14 * minuteMs)
    await Promise.all([round.poller.tick(), second.tick()])
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
  })

  test('is not tried again because a process starts anew', async () => {
    const { round } = await createReplicas()
    await round.poller.tick()
    await round.poller.stop()
    const restarted = round.addPoller({ store: await connect() })
    await restarted.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw'])
  })

  test('that was replaced by another is forgotten by every replica', async () => {
    const { round, second } = await createReplicas()
    await round.poller.tick()
    await round.workspace.accounts.set('prod-hw', { ...anAccount(), createdAt: round.clock.now() })
    await second.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw'])
    await round.clock.advance(5 * minuteMs)
    await second.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw', 'listActive prod-hw', 'listActive prod-hw'])
  })
})
