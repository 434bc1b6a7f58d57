import { describe, expect, test } from 'vitest'
import type { Watch } from '../../src/store/store.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'
import { createWorld, unreachable, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'

const hourMs = 60 * 60_000
const total = 36_000_000_000

/** Messages in a channel about deadlines, without cards. */
const told = (world: World, channel = 'C1') => shown(world.slack, channel).filter((text) => / deadlines?\b/.test(text))

async function createWatched(hours: number, changes: Partial<Watch> = {}): Promise<World> {
  const world = await createWorld({ isSending: true })
  world.cloud.add(moved(0))
  const watch = await world.watch('1912')
  const deadline = { by: 'U1', at: startAt, due: startAt + hours * hourMs, timeZone: 'Europe/Berlin' }
  await world.fleet.storeIn('T1').watches.set(watch.id, { ...watch, deadline, ...changes })
  await world.clock.settle()
  return world
}

/** As if a tenth of it arrived each hour, or so many times as much. */
function moved(minutes: number, factor = 1) {
  const done = (total / 10) * (minutes / 60) * factor
  const progress = { bytes: { done, total }, objects: {}, isCounting: false }
  return aMigration({ progress, speedBytesPerSecond: 5_000_000 })
}

async function pass(world: World, minutes: number, factor = 1): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.cloud.add(moved((world.clock.now() - startAt) / 60_000, factor))
    await world.minutes(1)
  }
}

describe('a deadline', () => {
  test('is told once when the pace will miss it, and once when it was missed, through restarts', async () => {
    const world = await createWatched(1)
    await pass(world, 8)
    expect(told(world)).toEqual([
      expect.stringMatching(/^>> Will miss its deadline by about \d+ h.*: photos → archive$/),
    ])
    const blocks = JSON.stringify(world.slack.messages.find(({ text }) => text.startsWith('Will miss'))?.blocks)
    expect(blocks).toContain('Thu 15 Jan, 14:00 (Europe/Berlin), set by <@U1>')
    await world.restart()
    await pass(world, 50)
    expect(told(world)).toHaveLength(1)
    await pass(world, 4)
    await world.restart()
    await pass(world, 5)
    expect(told(world).slice(1)).toEqual(['>> Missed its deadline: photos → archive'])
  })

  test('that the pace will meet is not told of, nor one that a short guess misses', async () => {
    const world = await createWatched(11)
    await pass(world, 30)
    expect(told(world)).toEqual([])
  })

  test('that was removed is forgotten', async () => {
    const world = await createWatched(0.5)
    const { items } = await world.workspace.watches.list()
    for (const { deadline: _, ...watch } of items) await world.fleet.storeIn('T1').watches.set(watch.id, watch)
    await pass(world, 40)
    expect(told(world)).toEqual([])
  })

  test('that a paused migration misses is told on time', async () => {
    const world = await createWatched(0.2)
    world.cloud.add(inState('paused'))
    await world.minutes(16)
    expect(told(world)).toEqual(['>> Missed its deadline: photos → archive'])
    expect(world.slack.messages.find(({ text }) => text.startsWith('Missed'))?.at).toBeLessThan(startAt + 14 * 60_000)
  })

  test('is told to channels that hear of failures, and not to those that hear of ends', async () => {
    const world = await createWatched(0.1)
    for (const [channel, hears] of [
      ['C2', 'failed'],
      ['C3', 'ended'],
    ] as const) {
      const how = { shows: 'announcements', createdBy: 'U2', createdAt: world.clock.now(), of: {} } as const
      await world.fleet.storeIn('T1').subscriptions.set(channel, { id: channel, channel, hears, ...how })
    }
    await world.clock.settle()
    await pass(world, 9)
    expect(told(world, 'C2')).toEqual([
      expect.stringMatching(/^Will miss its deadline/),
      'Missed its deadline: photos → archive',
    ])
    expect(told(world, 'C3')).toEqual([])
  })

  test('that passed while the channel was quiet is told afterwards, one that will not be missed any more is not', async () => {
    const world = await createWatched(2)
    await world.fleet.storeIn('T1').patience.set('C1', {
      of: 'C1',
      quietHours: { from: '12:00', to: '12:30', timeZone: 'UTC', by: 'U1', at: 1 },
    })
    await world.clock.settle()
    await pass(world, 20)
    expect(told(world)).toEqual([])
    world.cloud.add(inState('succeeded'))
    await world.minutes(15)
    expect(told(world)).toEqual([])
    expect(shown(world.slack)).toContainEqual(expect.stringMatching(/^>> Succeeded/))
  })

  test('that passed while the account could not be read is doubted when the migration has ended meanwhile', async () => {
    const world = await createWatched(1)
    await pass(world, 40, 10)
    for (const method of ['page', 'show'] as const) world.cloud.breaks('prod-hw', method, { error: unreachable() })
    await world.minutes(50)
    world.cloud.add(inState('succeeded'))
    world.cloud.mends()
    await world.minutes(15)
    expect(told(world)).toEqual([])
    const end = world.slack.messages.findLast(({ text }) => text.startsWith('Succeeded: '))
    expect(JSON.stringify(end?.blocks)).toMatch(
      /Ended between Thu 15 Jan, 13:39 and Thu 15 Jan, 14:30 \(Europe\/Berlin\)\. Whether that was by its deadline, Thu 15 Jan, 14:00, is not known/,
    )
  })
})
