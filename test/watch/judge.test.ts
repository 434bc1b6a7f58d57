import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { stalledAfterMs } from '../../src/migrations/pace.ts'
import { refOf } from '../../src/migrations/ref.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import type { Receipt, Sighting } from '../../src/store/store.ts'
import { judge } from '../../src/watch/judge.ts'
import { stallNote } from '../../src/watch/notes.ts'
import { typedBy } from '../views/readable.ts'
import { aMigration, aWatch, createFollower, inState, provider, said, startAt } from './samples.ts'

const watch = aWatch()
const minuteMs = 60_000

function firstSight(migration: Migration): Sighting {
  const sighting = judge({ watch, provider, before: undefined, receipt: undefined, now: migration.readAt }, migration)
  if (sighting === undefined) throw new Error('A first sight must be kept')
  return sighting
}

/** What the second of two readings makes of the first. */
function then(before: Migration, after: Migration, receipt?: Receipt): Sighting | undefined {
  return judge({ watch, provider, before: firstSight(before), receipt, now: startAt + minuteMs }, after)
}

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
  const outcome = said(then(before, after))
  expect(outcome.map((text) => text.replace(/: :\w+: /, ': '))).toEqual(
    says.map((start) => expect.stringMatching(new RegExp(`^${start}`))),
  )
})

describe('a first sight', () => {
  test('draws a card and says nothing', () => {
    const sighting = firstSight(aMigration())
    expect(sighting.card?.message.text).toContain('photos')
    expect(said(sighting)).toEqual([])
  })

  test('of something that is over says nothing either: nobody was waiting for it', () => {
    expect(said(firstSight(inState('succeeded')))).toEqual([])
    expect(said(firstSight(inState('failed', failure)))).toEqual([])
  })

  test('starts its sequence at the time of the watch, so that an earlier watch’s numbers are never reused', () => {
    expect(firstSight(aMigration()).nextSeq).toBe(watch.createdAt)
  })
})

describe('what is kept', () => {
  test('nothing, when only the age of the figures differs', () => {
    expect(then(aMigration(), aMigration({ readAt: startAt + minuteMs }))).toBeUndefined()
  })

  test('a movement that the card is too coarse to show, so that a stall after it is noticed', () => {
    const before = firstSight(aMigration())
    const moved = aMigration({
      progress: { ...aMigration().progress, bytes: { done: 500_000_001, total: 1_000_000_000 } },
    })
    const next = judge({ watch, provider, before, receipt: undefined, now: startAt + minuteMs }, moved)
    expect(next?.card).toEqual(before.card)
    expect(next?.movedAt).toBe(startAt + minuteMs)
    const now = startAt + minuteMs + stalledAfterMs
    expect(said(judge({ watch, provider, before: next, receipt: undefined, now }, moved))).toHaveLength(1)
  })

  test('when something at rest was last asked for, since that decides when it is asked for again', () => {
    const next = then(inState('paused'), inState('paused', { readAt: startAt + minuteMs }))
    expect(next?.migration?.readAt).toBe(startAt + minuteMs)
    expect(next?.card).toEqual(firstSight(inState('paused')).card)
  })

  test('everything undelivered, and nothing that Slack has accepted', () => {
    const follower = createFollower(judge)
    follower.read(inState('queued'))
    follower.read(inState('running'))
    follower.read(inState('paused'))
    expect(follower.sighting()?.outbox.map(({ seq }) => seq - startAt)).toEqual([0, 1])
    const receipt = { watchId: watch.id, deliveredSeq: startAt }
    const next = judge({ watch, provider, before: follower.sighting(), receipt, now: startAt }, inState('failed'))
    expect(next?.outbox.map(({ seq }) => seq - startAt)).toEqual([1, 2])
    expect(next?.nextSeq).toBe(startAt + 3)
  })

  test('delivery keys differ by watch, by each time that it is made, and by message', () => {
    const keys = [aWatch(), aWatch('1912', 'C2'), { ...aWatch(), createdAt: startAt + 1 }].flatMap((each) => {
      const follower = createFollower(judge, each)
      for (const state of ['queued', 'running', 'failed'] as const) follower.read(inState(state))
      return (follower.sighting()?.outbox ?? []).map(({ deliveryKey }) => deliveryKey)
    })
    expect(new Set(keys).size).toBe(6)
  })
})

describe('a stall', () => {
  test('is said once, and again after it moved and stood still once more', () => {
    const follower = createFollower(judge)
    const still = aMigration()
    const moved = aMigration({ progress: { ...still.progress, objects: { done: 51, total: 100, failed: 0 } } })
    const stalls = [0, 14, 15, 16, 30].map((minute) => {
      follower.read(still, startAt + minute * minuteMs)
      return said(follower.sighting()).length
    })
    expect(stalls).toEqual([0, 0, 1, 1, 1])
    expect(said(follower.sighting())[0]).toMatch(/^stall broadcast: No progress for 15 min/)
    const again = [31, 45, 46, 60].map((minute) => {
      follower.read(moved, startAt + minute * minuteMs)
      return said(follower.sighting()).length
    })
    expect(again).toEqual([1, 1, 2, 2])
  })

  test('shows on the card until it moves, without a new card at each reading', () => {
    const follower = createFollower(judge)
    follower.read(aMigration())
    follower.read(aMigration(), startAt + 15 * minuteMs)
    expect(JSON.stringify(follower.sighting()?.card)).toContain('No progress')
    expect(follower.read(aMigration({ readAt: startAt + 20 * minuteMs }), startAt + 20 * minuteMs)).toBeUndefined()
    follower.read(inState('running', { speedBytesPerSecond: 2, progress: { bytes: { done: 1 }, objects: {} } }))
    expect(JSON.stringify(follower.sighting()?.card)).not.toContain('No progress')
  })

  test('offers a pause only where the cloud can do it', () => {
    const offered = [
      { provider: huawei, migration: aMigration() },
      { provider: upcloud, migration: aMigration({ kind: 'job' }) },
    ].map((stalled) => typedBy(stallNote(stalled, 0)))
    const ref = refOf(aMigration())
    expect(offered).toEqual([{ Pause: `pause ${ref}`, Details: `status ${ref}` }, { Details: `status ${ref}` }])
  })

  test('is a matter of running migrations only', () => {
    const follower = createFollower(judge)
    follower.read(inState('paused'))
    follower.read(inState('paused'), startAt + 60 * minuteMs)
    expect(said(follower.sighting())).toEqual([])
  })
})

describe('a synchronization task', () => {
  const month = (objects: Migration['progress']['objects'], readAt: number, state: Migration['state'] = 'running') =>
    inState(state, { kind: 'sync', readAt, progress: { bytes: {}, objects, period: 'month' } })

  test('is never called stalled, and the turn of the month is no news', () => {
    const follower = createFollower(judge)
    const readings = [
      { done: 1204, failed: 11 },
      { done: 1204, failed: 11 },
      { done: 0, failed: 0 },
      { done: 0, failed: 0 },
    ]
    for (const [hour, objects] of readings.entries()) follower.read(month(objects, startAt + hour * 60 * minuteMs))
    expect(said(follower.sighting())).toEqual([])
    expect(JSON.stringify(follower.sighting()?.card)).toContain('This month: 0 objects')
    expect(JSON.stringify(follower.sighting()?.card)).not.toContain('No progress')
  })

  test('tells of the first objects that fail in a month', () => {
    const follower = createFollower(judge)
    follower.read(month({ done: 0, failed: 0 }, startAt))
    follower.read(month({ done: 5, failed: 2 }, startAt + minuteMs))
    expect(said(follower.sighting())).toEqual([
      expect.stringContaining('2 objects failed so far this month; the rest continue'),
    ])
  })

  test('says that it was paused, and nothing of figures that only this reading has', () => {
    const follower = createFollower(judge)
    follower.read(month({}, startAt))
    follower.read(month({ done: 5, failed: 2 }, startAt + minuteMs, 'paused'))
    expect(said(follower.sighting())).toEqual([expect.stringMatching(/^progress thread: .*Paused$/)])
  })
})

describe('a task group', () => {
  const tasks = { counts: { failed: 1, running: 2 }, worst: [] }
  const running = (more: Partial<Migration> = {}) => inState('running', { kind: 'group', ...more })

  test('shows its tasks on the card, without a new card where they stand as before', () => {
    const follower = createFollower(judge)
    follower.read(running({ tasks }))
    expect(JSON.stringify(follower.sighting()?.card)).toContain('Tasks: 1 failed · 2 running')
    expect(follower.read(running({ tasks, readAt: startAt + minuteMs }))).toBeUndefined()
    follower.read(running({ tasks: { counts: { failed: 1, succeeded: 2 }, worst: [] }, readAt: startAt + minuteMs }))
    expect(JSON.stringify(follower.sighting()?.card)).toContain('Tasks: 1 failed · 2 succeeded')
  })

  test('shows no old counts as new ones: what a list leaves out leaves the card', () => {
    const follower = createFollower(judge)
    follower.read(inState('paused', { kind: 'group', tasks }))
    follower.read(running({ readAt: startAt + minuteMs }))
    expect(JSON.stringify(follower.sighting()?.card)).not.toContain('Tasks:')
  })
})

describe('a cloud that reports no speed', () => {
  const { speedBytesPerSecond: _, ...silent } = aMigration()
  const arrived = (minute: number): Migration => ({
    ...silent,
    progress: { ...silent.progress, bytes: { done: 500_000_000 + minute * 60_000_000, total: 1_000_000_000 } },
    readAt: startAt + minute * minuteMs,
  })

  test('has its speed measured from what was seen, and an ETA only once that is known', () => {
    const follower = createFollower(judge)
    follower.read(arrived(0))
    follower.read(arrived(1))
    expect(JSON.stringify(follower.sighting()?.card)).toContain('speed not reported · no ETA')
    follower.read(arrived(2))
    follower.read(arrived(3))
    expect(JSON.stringify(follower.sighting()?.card)).toContain(
      '1 MB/s, measured by Ferry over 3 min · about 5 min left',
    )
  })
})
