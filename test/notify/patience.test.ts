import { describe, expect, test } from 'vitest'
import { type Patience, patienceSchema } from '../../src/store/records/patience.ts'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'
import { inState } from './samples.ts'

/** Who set it, and when. */
const set = { by: 'U1', at: 1 }
const ids = ['1912', '1913', '1914']

/** Three migrations that a channel follows with this patience. The world begins at noon, UTC. */
async function createFollowing(patience: (now: number) => Omit<Patience, 'of'>): Promise<World> {
  const world = await createWorld({ isSending: true })
  for (const id of ids) await world.watch(id)
  await world.fleet.storeIn('T1').patience.set('C1', { of: 'C1', ...patience(world.clock.now()) })
  await world.minutes(2)
  return world
}

async function end({ cloud, ...world }: World): Promise<void> {
  cloud.add(inState('failed', { id: '1912', failure: { code: 'TRF.0055' } }))
  cloud.add(inState('succeeded', { id: '1913' }))
  cloud.add(inState('paused', { id: '1914' }))
  await world.minutes(2)
}

const said = (world: World) => shown(world.slack).filter((text) => !/^(Running|Failed|Succeeded|Paused): /.test(text))

describe('a channel', () => {
  test('that is muted hears of ends when that is over; its cards and their threads go on meanwhile', async () => {
    const world = await createFollowing((now) => ({ mutes: [{ until: now + 30 * 60_000, ...set }] }))
    await end(world)
    expect(said(world)).toEqual([expect.stringMatching(/^> .*Paused/)])
    expect(shown(world.slack)).toContainEqual(expect.stringMatching(/^Failed: /))
    await world.minutes(28)
    expect(said(world).slice(1).toSorted()).toEqual([
      expect.stringMatching(/^>> Failed/),
      expect.stringMatching(/^>> Succeeded/),
    ])
  })

  test('with quiet hours hears of ends afterwards', async () => {
    const world = await createFollowing(() => ({ quietHours: { from: '11:00', to: '12:45', timeZone: 'UTC', ...set } }))
    await end(world)
    expect(said(world)).toHaveLength(1)
    await world.minutes(44)
    expect(said(world)).toHaveLength(3)
  })

  test('with a digest hears of everything at once', async () => {
    const world = await createFollowing(() => ({ digest: { time: '12:30', timeZone: 'UTC', ...set } }))
    await end(world)
    expect(said(world)).toHaveLength(1)
    await world.minutes(29)
    expect(said(world).slice(1)).toEqual([
      'News of 2 migrations: 1 failed · 1 succeeded',
      expect.stringMatching(/^> photos → archive and 1 more/),
    ])
  })

  test('that was muted by one restart after the other loses nothing', async () => {
    const world = await createFollowing((now) => ({ mutes: [{ until: now + 10 * 60_000, ...set }] }))
    await end(world)
    await world.restart()
    await world.minutes(10)
    expect(said(world)).toHaveLength(3)
  })
})

test.each([
  { quietHours: { from: '25:00', to: '07:00', timeZone: 'UTC', ...set } },
  { quietHours: { from: '22:00', to: '7:00', timeZone: 'UTC', ...set } },
  { digest: { time: '09:00', timeZone: 'Nowhere/Else', ...set } },
])('times that no clock shows are not stored: %j', (patience) => {
  expect(patienceSchema.safeParse({ of: 'C1', ...patience }).success).toBe(false)
})
