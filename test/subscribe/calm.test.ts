import { describe, expect, test } from 'vitest'
import { deliveredIn } from '../../src/commands/verbs/doctor/workspace.ts'
import { readDeliveries } from '../../src/commands/verbs/watch/deliveries.ts'
import { createFleetReader } from '../../src/fleet/reader.ts'
import { type FleetQuestion, searchFleet } from '../../src/fleet/search.ts'
import { calmFor, dueFor, nextDigest } from '../../src/notify/decide/patience.ts'
import type { Patience } from '../../src/store/store.ts'
import { aMigration, inState } from '../notify/samples.ts'
import { createWorld, type World } from '../observe/world.ts'
import { shown } from '../send/post-office.ts'

const time = (text: string) => Date.parse(text)
const iso = (at: number) => new Date(at).toISOString().replace('.000', '')
const berlin = 'Europe/Berlin'

describe('quiet hours', () => {
  test.each([
    ['that begin in the hour that summer time skips', '02:30', '06:00', '2026-03-29T01:15:00Z', '2026-03-29T04:00:00Z'],
    ['that end in the hour that summer time skips', '22:00', '02:30', '2026-03-28T23:00:00Z', '2026-03-29T01:30:00Z'],
    ['that end in the hour that comes twice', '22:00', '02:30', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z'],
    ['in the second of the hours that come twice', '22:00', '02:15', '2026-10-25T01:05:00Z', '2026-10-25T01:15:00Z'],
  ])('%s', (...[, from, to, at, due]) => {
    expect(iso(dueFor({ quietHours: { from, to, timeZone: berlin } }, time(at)))).toBe(due)
  })
})

describe('a digest', () => {
  const weekly = (on: 'mon' | 'fri') => ({ time: '09:00', on, timeZone: berlin })
  test.each([
    ['every day, later today', { time: '09:00', timeZone: berlin }, '2026-01-15T07:00:00Z', '2026-01-15T08:00:00Z'],
    ['on Friday, from a Thursday', weekly('fri'), '2026-01-15T12:00:00Z', '2026-01-16T08:00:00Z'],
    ['on Friday, from Friday noon', weekly('fri'), '2026-01-16T12:00:00Z', '2026-01-23T08:00:00Z'],
    ['on Monday, over the change to summer time', weekly('mon'), '2026-03-27T12:00:00Z', '2026-03-30T07:00:00Z'],
    [
      'at a time that summer time skips',
      { time: '02:30', timeZone: berlin },
      '2026-03-28T23:30:00Z',
      '2026-03-29T01:30:00Z',
    ],
    ['at a time that comes twice', { time: '02:30', timeZone: berlin }, '2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z'],
  ])('%s', (...[, digest, at, due]) => {
    expect(iso(nextDigest(digest, time(at)))).toBe(due)
  })
})

test('a mute holds for what it names', () => {
  const mute = (changes: object) => ({ until: 9, by: 'U1', at: 1, ...changes })
  const until = (mutes: Patience['mutes'], ids: string[]) =>
    calmFor({ mutes: mutes ?? [] }, { account: 'a', ids }).mutedUntil
  expect(until([mute({})], ['1'])).toBe(9)
  expect(until([mute({ account: 'a' })], ['1'])).toBe(9)
  expect(until([mute({ account: 'b' })], ['1'])).toBeUndefined()
  expect(until([mute({ account: 'a', migrationId: '1' })], ['2', '1'])).toBe(9)
  expect(until([mute({ account: 'a', migrationId: '1' })], ['2'])).toBeUndefined()
  expect(until([mute({ account: 'a', until: 3 }), mute({ until: 7 })], ['1'])).toBe(7)
})

const set = { by: 'U1', at: 1 }
const failed = (id: string, code: string) => inState('failed', { id, failure: { code } })

async function createSubscribed(patience: Omit<Patience, 'of'>): Promise<World> {
  const world = await createWorld({ isSending: true })
  const ids = Array.from({ length: 8 }, (_, index) => `${1910 + index}`)
  world.cloud.add(...ids.map((id) => aMigration({ id })))
  await world.minutes(16)
  const store = world.fleet.storeIn('T1')
  const now = world.clock.now()
  const how = { hears: 'ended', shows: 'announcements', createdBy: 'U1', createdAt: now } as const
  await store.subscriptions.set('s', { id: 's', channel: 'C1', of: {}, ...how })
  await store.patience.set('C1', { of: 'C1', ...patience })
  await world.clock.settle()
  await world.minutes(1)
  return world
}

async function end({ cloud, ...world }: World): Promise<void> {
  cloud.add(failed('1910', 'TRF.0055'), failed('1911', 'TRF.0055'), failed('1912', 'TRF.0008'))
  cloud.add(inState('succeeded', { id: '1913' }))
  await world.minutes(3)
}

/** Notice to an admin about messages that wait. */
async function messagesWaiting({ clock, fleet }: World) {
  const store = fleet.storeIn('T1')
  const led = fleet.of('T1')?.fleet
  const askLeader = async (question: FleetQuestion) => led && searchFleet(led, question)
  const reader = createFleetReader({ store, askLeader, log: { error: () => undefined } })
  const [messages] = deliveredIn(await readDeliveries({ store, fleet: reader }), { clock })
  return messages
}

describe('a channel that follows a set', () => {
  test('hears after its quiet hours of everything together, by cause', async () => {
    const world = await createSubscribed({ quietHours: { from: '11:00', to: '13:00', timeZone: 'UTC', ...set } })
    await end(world)
    expect(shown(world.slack)).toEqual([])
    await world.restart()
    await world.minutes(45)
    const [first, ...rest] = shown(world.slack)
    expect(first).toBe('While it was quiet here: news of 4 migrations: 3 failed · 1 succeeded')
    expect(rest.every((text) => text.startsWith('> '))).toBe(true)
    const blocks = JSON.stringify(world.slack.messages.find(({ channel }) => channel === 'C1')?.blocks)
    expect(blocks).toContain('2 × The destination bucket is full')
    expect(blocks).toContain('*Running then:* 4')
  })

  test('hears of one thing that was held back as of any other', async () => {
    const world = await createSubscribed({
      mutes: [{ account: 'prod-hw', until: time('2026-01-15T12:40:00Z'), ...set }],
    })
    world.cloud.add(failed('1910', 'TRF.0055'))
    await world.minutes(3)
    expect(shown(world.slack)).toEqual([])
    await world.minutes(25)
    expect(shown(world.slack)).toEqual([expect.stringMatching(/^Failed: photos → archive/)])
  })

  test('gets a digest once, and nothing before it', async () => {
    const world = await createSubscribed({ digest: { time: '13:00', timeZone: 'UTC', ...set } })
    await end(world)
    await world.minutes(20)
    expect(shown(world.slack)).toEqual([])
    expect(await messagesWaiting(world)).toEqual({ part: 'Messages', state: 'well', says: 'none waits' })
    await world.restart()
    await world.minutes(30)
    await world.restart()
    await world.minutes(5)
    expect(shown(world.slack).filter((text) => !text.startsWith('> '))).toEqual([
      'News of 4 migrations: 3 failed · 1 succeeded',
    ])
  })
})
