import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { aWatch, inState } from '../notify/samples.ts'
import { createWorld, said, type World } from './world.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Somebody follows a migration just now. */
async function follow(world: World, id: string): Promise<ReturnType<typeof aWatch>> {
  const watch = { ...aWatch(id, 'C1'), createdAt: world.clock.now() }
  world.cloud.add(inState('running', { id }))
  await world.fleet.storeIn('T1').watches.set(watch.id, watch)
  await world.clock.settle()
  await world.tick()
  return watch
}

function setClock(world: World, byMs: number): void {
  world.clock.set(byMs)
  world.fleet.takeClockSet(byMs)
}

describe('after the clock was set back', () => {
  test.each([4 * minuteMs, hourMs])('by %i ms, an end is told to those who followed before', async (byMs) => {
    const world = await createWorld()
    const watch = await follow(world, '1912')
    await world.clock.advance(10_000)
    setClock(world, -byMs)
    world.isDelivering = false
    world.cloud.add(inState('succeeded', { id: '1912' }))
    await world.tick()
    expect(said(await world.news(watch))).toEqual([expect.stringMatching(/^end broadcast: .*Succeeded/)])
  })

  test('an account that nobody follows is listed again as often as before', async () => {
    const world = await createWorld()
    await world.minutes(20)
    setClock(world, -hourMs)
    expect((await world.minutes(12, /page/)).length).toBeGreaterThanOrEqual(2)
  })
})

describe('after the clock was set ahead', () => {
  test('no migration is called stalled for the time that was skipped', async () => {
    const world = await createWorld()
    await follow(world, '1912')
    setClock(world, hourMs)
    await world.tick()
    expect(world.known('1912')?.events).toEqual([])
    await world.minutes(16)
    expect(world.known('1912')?.events.map(({ details }) => details.type)).toEqual(['stalled'])
  })
})

test('a cloud that refused the clock is asked in the next round after it was set', async () => {
  const world = await createWorld()
  await follow(world, '1912')
  for (const method of ['page', 'show'] as const) {
    world.cloud.breaks('prod-hw', method, { error: new AppError('clock_wrong', { provider: 'A cloud in memory' }) })
  }
  await world.tick()
  world.cloud.mends()
  expect(await world.tick()).toEqual([])
  setClock(world, -4 * minuteMs)
  expect(await world.tick()).not.toEqual([])
})
