import { describe, expect, test } from 'vitest'
import type { Patience } from '../../src/store/records/patience.ts'
import type { World } from '../observe/world.ts'
import { account, called, createOwned, fail, toldInPrivate } from './owned.ts'

/* A channel that is not to be disturbed hears later. Those whose turn it is hear at once, in private. */

const minuteMs = 60_000
const set = { by: 'U0ADMIN', at: 1 }
const ids = (count: number) => Array.from({ length: count }, (_, index) => `${1912 + index}`)
const failed = 'U0BEN: Failed: photos → archive. The destination bucket is full: it has reached its storage quota.'

/** The world begins at noon, UTC; the channel is quiet until 13:00, unless it has other patience. */
async function createQuiet(
  count: number,
  patience: (now: number) => Omit<Patience, 'of'> = () => ({
    quietHours: { from: '11:00', to: '13:00', timeZone: 'UTC', ...set },
  }),
): Promise<World> {
  const world = await createOwned([[account, 'U0BEN']], ids(count))
  await world.fleet.storeIn('T1').patience.set('C1', { of: 'C1', ...patience(world.clock.now()) })
  await world.minutes(1)
  return world
}

const inChannel = ({ slack }: World) =>
  slack.messages.filter(({ channel, isBroadcast }) => channel === 'C1' && isBroadcast)

describe('a failure in quiet hours', () => {
  test('reaches its owner in private at once, and the channel afterwards, without another call', async () => {
    const world = await createQuiet(1)
    await fail(world, ['1912'])
    expect(toldInPrivate(world)).toEqual([failed])
    const [told] = world.slack.messages.filter(({ channel }) => channel === 'D0BEN')
    expect(JSON.stringify(told?.posted)).toContain(
      'You get this because you own its account. <#C1> hears of it <!date^',
    )
    expect(inChannel(world)).toEqual([])
    await world.minutes(60)
    expect(inChannel(world)).toHaveLength(1)
    expect([toldInPrivate(world), called(world)]).toEqual([[failed], []])
  })

  test('calls once a cause in 15 minutes, also over a restart, and again when ten are held back', async () => {
    const world = await createQuiet(10)
    await fail(world, ids(2))
    await world.restart()
    await fail(world, ids(4).slice(2))
    expect(toldInPrivate(world)).toEqual([failed])
    await fail(world, ids(10).slice(4))
    expect(toldInPrivate(world)).toEqual([
      failed,
      expect.stringMatching(/^U0BEN: 10 migrations have failed now for the same reason/),
    ])
  })

  test('waits for those who have quiet hours of their own', async () => {
    const world = await createQuiet(1)
    const own = { of: 'U0BEN', quietHours: { from: '11:00', to: '12:30', timeZone: 'UTC', by: 'U0BEN', at: 1 } }
    await world.fleet.storeIn('T1').patience.set('U0BEN', own)
    await world.clock.settle()
    await fail(world, ['1912'])
    expect(toldInPrivate(world)).toEqual([])
    await world.minutes(30)
    expect(toldInPrivate(world)).toEqual([failed])
  })
})

test('a failure in a muted channel reaches its owner in private, unless they muted it', async () => {
  for (const [by, told] of [
    ['U0ADMIN', [failed]],
    ['U0BEN', []],
  ] as const) {
    const world = await createQuiet(1, (now) => ({ mutes: [{ until: now + 60 * minuteMs, by, at: 1 }] }))
    await fail(world, ['1912'])
    expect(toldInPrivate(world)).toEqual(told)
  }
})
