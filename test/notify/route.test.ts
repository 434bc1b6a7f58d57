import { describe, expect, test } from 'vitest'
import { dueFor, isDue } from '../../src/notify/decide/patience.ts'
import { route, routeAccount, type Subscription, subscriptionOf } from '../../src/notify/decide/route.ts'
import { eventTable } from '../../src/notify/events.ts'
import type { Event, EventDetails, Patience } from '../../src/store/store.ts'
import { aMigration, aWatch, startAt } from './samples.ts'

const berlin = 'Europe/Berlin'
const time = (text: string) => Date.parse(text)

function anEvent(details: EventDetails, changes: Partial<Event> = {}): Event {
  return { seq: startAt + 5, at: startAt + 5, details, migration: aMigration(), ...changes }
}

const failed = anEvent({ type: 'state', from: 'running', to: 'failed' })
const paused = anEvent({ type: 'state', from: 'running', to: 'paused' })
const stalled = anEvent({ type: 'stalled', movedAt: startAt })
const all: Subscription = { id: 's', channel: 'C1', of: {}, since: 0 }

const wanted: [what: string, event: Event, subscription: Partial<Subscription>, expected: object | undefined][] = [
  ['an end', failed, {}, { lane: 'end', place: 'broadcast', dueAt: failed.at }],
  ['a stall', stalled, {}, { lane: 'stall', place: 'broadcast' }],
  ['history', paused, {}, { lane: 'progress', place: 'thread' }],
  ['before it was subscribed', failed, { since: failed.seq + 1 }, undefined],
  ['with its first event', failed, { since: failed.seq }, {}],
  ['after it was ended', failed, { until: failed.seq }, undefined],
  ['of this account', failed, { of: { account: 'prod-hw' } }, {}],
  ['of another account', failed, { of: { account: 'other' } }, undefined],
  ['of this id', failed, { of: { ids: ['1912'] } }, {}],
  ['of another id', failed, { of: { ids: ['1913'] } }, undefined],
  ['of its old id', anEvent({ type: 'renamed', from: '1911', to: '1912' }), { of: { ids: ['1911'] } }, {}],
  ['of a kind', failed, { of: { kinds: ['task'] } }, {}],
  ['of another kind', failed, { of: { kinds: ['sync'] } }, undefined],
  ['of a source bucket', failed, { of: { bucket: 'photos' } }, {}],
  ['of a destination bucket', failed, { of: { bucket: 'archive' } }, {}],
  ['of another bucket', failed, { of: { bucket: 'films' } }, undefined],
  [
    'of a name by a pattern',
    anEvent(failed.details, { migration: aMigration({ name: 'Nightly-7' }) }),
    { of: { name: 'nightly-*' } },
    {},
  ],
  ['of another name', failed, { of: { name: 'nightly' } }, undefined],
  ['only failures', failed, { occasions: ['failure'] }, {}],
  ['only ends, of something else', paused, { occasions: ['end'] }, undefined],
  ['muted', failed, { mutedUntil: failed.at + 60_000 }, { dueAt: failed.at + 60_000 }],
  ['muted before', failed, { mutedUntil: failed.at - 1 }, { dueAt: failed.at }],
  ['muted, in the thread', paused, { mutedUntil: paused.at + 60_000 }, { dueAt: paused.at }],
  ['in a digest', failed, { digest: { time: '09:00', timeZone: 'UTC' } }, { cause: { key: 'digest' } }],
]

describe('route', () => {
  test.each(wanted)('%s', (...[, event, subscription, expected]) => {
    const found = route(event, [{ ...all, ...subscription }], eventTable)
    if (expected === undefined) expect(found).toEqual([])
    else expect(found).toMatchObject([expected])
  })

  test('asks each subscription by itself', () => {
    const subscriptions = ['C1', 'C2', 'C3'].map((channel, index) => ({ ...all, channel, since: index * 2 * startAt }))
    expect(route(failed, subscriptions, eventTable).map(({ subscription }) => subscription.channel)).toEqual(['C1'])
  })

  test('what is for the thread has no cause: nothing else is told with it', () => {
    expect(route(paused, [all], eventTable)[0]?.cause).toBeUndefined()
    expect(route(failed, [all], eventTable)[0]?.cause).toBeDefined()
  })
})

const quietHours = { from: '22:00', to: '07:00', timeZone: berlin }
const dueTimes: [what: string, how: Parameters<typeof dueFor>[0], at: string, due: string][] = [
  ['by day', { quietHours }, '2026-01-15T12:00:00Z', '2026-01-15T12:00:00Z'],
  ['by night, before midnight', { quietHours }, '2026-01-15T22:30:00Z', '2026-01-16T06:00:00Z'],
  ['by night, after midnight', { quietHours }, '2026-01-16T02:00:00Z', '2026-01-16T06:00:00Z'],
  ['as the night begins', { quietHours }, '2026-01-15T21:00:00Z', '2026-01-16T06:00:00Z'],
  ['as the night ends', { quietHours }, '2026-01-16T06:00:00Z', '2026-01-16T06:00:00Z'],
  ['in the night in which summer time begins', { quietHours }, '2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z'],
  ['in the night in which summer time ends', { quietHours }, '2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z'],
  [
    'quiet at noon',
    { quietHours: { from: '12:00', to: '13:00', timeZone: berlin } },
    '2026-01-15T11:30:00Z',
    '2026-01-15T12:00:00Z',
  ],
  [
    'after quiet hours at noon',
    { quietHours: { from: '12:00', to: '13:00', timeZone: berlin } },
    '2026-01-15T15:00:00Z',
    '2026-01-15T15:00:00Z',
  ],
  [
    'not quiet at noon',
    { quietHours: { from: '12:00', to: '13:00', timeZone: berlin } },
    '2026-01-15T12:00:00Z',
    '2026-01-15T12:00:00Z',
  ],
  [
    'muted into the night',
    { quietHours, mutedUntil: time('2026-01-15T23:00:00Z') },
    '2026-01-15T20:00:00Z',
    '2026-01-16T06:00:00Z',
  ],
  [
    'a digest later today',
    { digest: { time: '17:30', timeZone: berlin } },
    '2026-01-15T12:00:00Z',
    '2026-01-15T16:30:00Z',
  ],
  [
    'a digest tomorrow',
    { digest: { time: '09:00', timeZone: berlin } },
    '2026-01-15T12:00:00Z',
    '2026-01-16T08:00:00Z',
  ],
  [
    'a digest in the quiet hours',
    { quietHours, digest: { time: '06:00', timeZone: berlin } },
    '2026-01-15T12:00:00Z',
    '2026-01-16T06:00:00Z',
  ],
]

test.each(dueTimes)('a channel is disturbed %s', (...[, how, at, due]) => {
  expect(new Date(dueFor(how, time(at))).toISOString()).toBe(new Date(due).toISOString())
})

describe('a watch as a subscription', () => {
  const watch = aWatch()
  const none = new Map<string, Patience>()

  test('is about one migration from when it was made', () => {
    expect(subscriptionOf(watch, none)).toEqual({
      id: watch.id,
      channel: 'C1',
      of: { account: 'prod-hw', ids: ['1912'] },
      since: startAt,
    })
  })

  test('that was ended and taken up again hears only of what happens while it is followed', () => {
    const resumed = { ...watch, resumed: { by: 'U1', at: startAt + 10 } }
    expect(route(failed, [subscriptionOf(resumed, none)], eventTable)).toEqual([])
    expect(
      route(failed, [subscriptionOf({ ...watch, ended: { by: 'U1', at: startAt + 3 } }, none)], eventTable),
    ).toEqual([])
  })

  test('that is being renamed hears of both ids', () => {
    const { of } = subscriptionOf({ ...watch, nextMigrationId: '1913' }, none)
    expect(of.ids).toEqual(['1912', '1913'])
  })
})

describe('news of an account', () => {
  const at = startAt
  const muted = (until: number): Subscription => ({ ...all, mutedUntil: at + until })

  test.each<[string, Subscription[], number]>([
    ['go to a channel at once', [all], 0],
    ['wait while every subscription of the channel is muted', [muted(20), muted(10)], 10],
    ['go at once if one of them is not', [muted(20), all], 0],
    ['go at once to a channel whose subscriptions are gone', [], 0],
  ])('%s', (...[, subscriptions, after]) => {
    expect(routeAccount(at, subscriptions)).toEqual({ lane: 'stall', place: 'broadcast', dueAt: at + after })
  })
})

describe('an event', () => {
  const now = startAt
  test.each([
    ['that is due later', { at: now, dueAt: now + 1000 }, false],
    ['that is due now', { at: now, dueAt: now }, true],
    ['noted before the clock was set back', { at: now + 3_600_000, dueAt: now + 3_600_000 }, true],
    ['noted then, in quiet hours', { at: now + 3_600_000, dueAt: now + 3_600_000 + 1000 }, false],
  ])('%s: told now: %s %s', (_, { at, dueAt }, expected) => {
    expect(isDue(dueAt, { at, now })).toBe(expected)
  })
})
