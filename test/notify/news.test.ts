import { describe, expect, test } from 'vitest'
import type { Migration, State } from '../../src/migrations/migration.ts'
import type { Calm } from '../../src/notify/decide/patience.ts'
import { subscriptionOf } from '../../src/notify/decide/route.ts'
import { eventTable } from '../../src/notify/events.ts'
import { newsOf } from '../../src/notify/threads/news.ts'
import { drawn } from '../../src/notify/threads/watch-card.ts'
import type { News, Watch } from '../../src/store/store.ts'
import { aMigration, aWatch, createFollower, inState, provider, said, startAt } from './samples.ts'

const minuteMs = 60_000

/** News of a channel after the first of these readings, and after each that follows. */
function shownAfter(...migrations: Migration[]): News | undefined {
  const follower = createFollower()
  for (const migration of migrations) follower.read(migration)
  return follower.news()
}

const cardOf = (news: News | undefined) => JSON.stringify(news?.card)

const counting = aMigration({ progress: { bytes: { done: 1 }, objects: {}, isCounting: true } })
const failing = aMigration({ progress: { ...aMigration().progress, objects: { done: 50, total: 100, failed: 3 } } })
const failure = { failure: { code: 'TRF.0004', message: 'no' } }

const table: [name: string, before: Migration, after: Migration, says: string[]][] = [
  ['queued → running', inState('queued'), inState('running'), ['progress thread: Started']],
  ['paused → running', inState('paused'), inState('running'), ['progress thread: Started again']],
  ['failed → running', inState('failed'), inState('running'), ['progress thread: Started again']],
  ['retrying → running', inState('retrying'), inState('running'), ['progress thread: Running again']],
  ['running → queued', inState('running'), inState('queued'), ['progress thread: Waiting']],
  ['running → retrying', inState('running'), inState('retrying'), ['progress thread: Retrying failed objects']],
  ['running → pausing', inState('running'), inState('pausing'), []],
  ['pausing → paused', inState('pausing'), inState('paused'), ['progress thread: Paused']],
  [
    'running → unknown',
    inState('running'),
    inState('unknown', { nativeState: '9' }),
    ['progress thread: Now in an unknown state.*9'],
  ],
  [
    'unknown → another unknown',
    inState('unknown', { nativeState: '9' }),
    inState('unknown'),
    ['progress thread: Now in an unknown state.*unknown'],
  ],
  ['another id', aMigration(), aMigration({ id: '777' }), ['progress thread: Renamed: `1912` is now `777`']],
  ['running → succeeded', inState('running'), inState('succeeded'), ['end broadcast: Succeeded']],
  ['running → failed', inState('running'), inState('failed', failure), ['end broadcast: Failed']],
  ['running → cancelled', inState('running'), inState('cancelled'), ['end broadcast: Cancelled']],
  ['deleting → deleted', inState('deleting'), inState('deleted'), ['end broadcast: Deleted']],
  ['failed → deleted', inState('failed', failure), inState('deleted'), ['end broadcast: Deleted']],
  ['the source is counted', counting, aMigration(), ['progress thread: Source counted: 100 objects, 1 GB']],
  ['first failed objects', aMigration(), failing, ['progress thread: 3 objects failed so far']],
  ['more failed objects', failing, { ...failing, readAt: startAt + 1 }, []],
  ['figures only', aMigration(), aMigration({ progress: { fraction: 0.9, bytes: {}, objects: {} } }), []],
  [
    'counted and retrying at once',
    { ...counting, state: 'queued' },
    inState('running'),
    ['progress thread: Started', 'progress thread: Source counted'],
  ],
  [
    'objects failing and over at once: the end tells it',
    aMigration(),
    { ...failing, state: 'failed', ...failure },
    ['end broadcast: Failed'],
  ],
]

test.each(table.map(([name, ...row]) => ({ name, row })))('$name is said in its lane and place', ({ row }) => {
  const [before, after, says] = row
  const outcome = said(shownAfter(before, after))
  expect(outcome.map((text) => text.replace(/: :\w+: /, ': '))).toEqual(
    says.map((start) => expect.stringMatching(new RegExp(`^${start}`))),
  )
})

describe('a first sight', () => {
  test('draws a card and says nothing', () => {
    const news = shownAfter(aMigration())
    expect(news?.card?.message.text).toContain('photos')
    expect(said(news)).toEqual([])
  })

  test('of something that is over says nothing either: nobody was waiting for it', () => {
    expect(said(shownAfter(inState('succeeded')))).toEqual([])
    expect(said(shownAfter(inState('failed', failure)))).toEqual([])
  })
})

describe('a migration that somebody saw running and began to follow', () => {
  const seenRunning = { ...aWatch(), seen: 'running' as const }
  const follow = (watch: Watch, ...migrations: Migration[]) => {
    const follower = createFollower(watch)
    for (const migration of migrations) follower.read(migration)
    return follower
  }

  test.each<[State, string]>([
    ['failed', 'end broadcast: Failed'],
    ['succeeded', 'end broadcast: Succeeded'],
    ['cancelled', 'end broadcast: Cancelled'],
  ])('and that had %s when Ferry first read it: the channel hears so, once', (state, line) => {
    const follower = follow(seenRunning, inState(state))
    expect(said(follower.news()).map((text) => text.replace(/: :\w+: /, ': '))).toEqual([expect.stringContaining(line)])
    follower.deliver()
    follower.read(inState(state))
    expect(said(follower.news())).toEqual([])
  })

  test('and that Ferry first read in a state that is no end: the card shows it', () => {
    expect(said(follow(seenRunning, inState('paused')).news())).toEqual([])
  })

  test('and that was restarted before anybody was told of its end: only what came after', () => {
    const news = follow(seenRunning, inState('failed'), inState('running')).news()
    expect(said(news)).toEqual([expect.stringContaining('Started again')])
  })

  test('in a channel that had seen it over, or after Ferry knew it: nothing more', () => {
    expect(said(follow({ ...seenRunning, seen: 'failed' }, inState('failed')).news())).toEqual([])
    const later = { ...seenRunning, createdAt: startAt + minuteMs }
    expect(said(follow(later, inState('failed')).news())).toEqual([])
  })

  test('again, later: what counts is when it was followed again', () => {
    const again = { ...seenRunning, createdAt: startAt - minuteMs, resumed: { by: 'U1', at: startAt + minuteMs } }
    const follower = createFollower(again)
    follower.read(inState('failed'), startAt + 2 * minuteMs)
    expect(said(follower.news())).toEqual([
      expect.stringContaining('Followed here again'),
      expect.stringContaining('Failed'),
    ])
  })
})

describe('the numbers of events', () => {
  test('are never below the time of the watch, so that an earlier watch’s are not taken for its own', () => {
    const watch = aWatch()
    expect(shownAfter(aMigration())?.nextSeq).toBeGreaterThanOrEqual(watch.createdAt)
    const news = shownAfter(inState('queued'), inState('running'), inState('paused'))
    const seqs = news?.outbox.map(({ seq }) => seq) ?? []
    expect(seqs).toEqual([startAt, startAt + 1])
    expect(news?.nextSeq).toBe(startAt + 2)
  })

  test('rise even if the clock goes back', () => {
    const follower = createFollower()
    follower.read(inState('queued'), startAt + minuteMs)
    follower.read(inState('running'), startAt + minuteMs)
    follower.read(inState('paused'), startAt)
    expect(follower.news()?.outbox.map(({ seq }) => seq - startAt)).toEqual([minuteMs, minuteMs + 1])
  })

  test('hide what happened before the watch was made, and what Slack has accepted', () => {
    const later = createFollower({ ...aWatch(), createdAt: startAt + minuteMs })
    later.read(inState('queued'))
    later.read(inState('running'))
    expect(said(later.news())).toEqual([])
    const follower = createFollower()
    for (const state of ['queued', 'running', 'paused', 'failed'] as const) follower.read(inState(state))
    follower.deliver(startAt)
    expect(follower.news()?.outbox.map(({ seq }) => seq - startAt)).toEqual([1, 2])
  })

  test('make delivery keys that differ by watch, by each time that it is made, and by message', () => {
    const keys = [aWatch(), aWatch('1912', 'C2'), { ...aWatch(), createdAt: startAt - 1 }].flatMap((each) => {
      const follower = createFollower(each)
      for (const state of ['queued', 'running', 'failed'] as const) follower.read(inState(state))
      return (follower.news()?.outbox ?? []).map(({ deliveryKey }) => deliveryKey)
    })
    expect(new Set(keys).size).toBe(6)
  })
})

describe('a card', () => {
  test('has the same hash if only the age of the figures differs', () => {
    const follower = createFollower()
    follower.read(aMigration())
    const before = follower.news()?.card?.hash
    expect(follower.read(aMigration({ readAt: startAt + minuteMs }))).toMatchObject({
      isMeaning: false,
      isChanged: false,
    })
    expect(follower.news()?.card?.hash).toBe(before)
  })

  test('does not show an end before it is decided how the channel hears of it, unless that takes long', () => {
    const follower = createFollower()
    follower.read(aMigration())
    const { known } = follower.read(inState('failed'))
    const cardWith = (told: 'alone' | undefined, calm: Calm = {}) => {
      const watch = aWatch()
      const subscriptions = [{ ...subscriptionOf(watch, new Map()), ...calm }]
      const decisionOn = () => told
      const hasHeard = () => 'no' as const
      const shown = { isOnBoard: false, isBelowBoard: false }
      const respondersOn = () => []
      const showing = 'cards' as const
      const parts = { watch, subscriptions, showing, known, provider, health: undefined, events: eventTable }
      const watched = { ...parts, decisionOn, respondersOn, hasHeard, ...shown }
      return newsOf(watched, undefined, startAt).card
    }
    expect(cardWith(undefined)).toBeUndefined()
    expect(cardWith('alone')).toBeDefined()
    expect(cardWith(undefined, { mutedUntil: startAt + 60_000 })).toBeDefined()
  })

  test('tells that the cloud does not find the migration, from the second time on', () => {
    const follower = createFollower()
    const { known } = follower.read(aMigration())
    const shownWith = (readings: number) => {
      const missing = { since: startAt, readings, lastAt: startAt }
      const watched = {
        watch: aWatch(),
        subscriptions: [],
        showing: 'cards' as const,
        known: { ...known, missing },
        provider,
        health: undefined,
        events: eventTable,
        decisionOn: () => 'alone' as const,
        respondersOn: () => [],
        hasHeard: () => 'no' as const,
        isOnBoard: false,
        isBelowBoard: false,
      }
      return cardOf(drawn(newsOf(watched, undefined, startAt)))
    }
    expect(shownWith(1)).not.toContain('doesn’t find')
    expect(shownWith(2)).toContain('doesn’t find')
  })
})
