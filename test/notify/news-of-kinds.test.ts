import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { refOf } from '../../src/migrations/typed/ref.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import type { News } from '../../src/store/store.ts'
import { stallMessage } from '../../src/views/notice/announcement.ts'
import { typedBy } from '../views/readable.ts'
import { aMigration, aWatch, createFollower, inState, said, startAt } from './samples.ts'

const minuteMs = 60_000

const cardOf = (news: News | undefined) => JSON.stringify(news?.card)

describe('a stall', () => {
  test('is said once, and again after it moved and stood still once more', () => {
    const follower = createFollower()
    const still = aMigration()
    const moved = aMigration({ progress: { ...still.progress, objects: { done: 51, total: 100, failed: 0 } } })
    const stalls = [0, 14, 15, 16, 30].map((minute) => {
      follower.read(still, startAt + minute * minuteMs)
      return said(follower.news()).length
    })
    expect(stalls).toEqual([0, 0, 1, 1, 1])
    expect(said(follower.news())[0]).toMatch(/^stall broadcast: No progress for 15 min/)
    const again = [31, 45, 46, 60].map((minute) => {
      follower.read(moved, startAt + minute * minuteMs)
      return said(follower.news()).length
    })
    expect(again).toEqual([1, 1, 2, 2])
  })

  test('shows on the card until it moves, without a new card at each reading', () => {
    const follower = createFollower()
    follower.read(aMigration())
    follower.read(aMigration(), startAt + 15 * minuteMs)
    expect(cardOf(follower.news())).toContain('No progress')
    const before = follower.news()?.card?.hash
    follower.read(aMigration({ readAt: startAt + 20 * minuteMs }), startAt + 20 * minuteMs)
    expect(follower.news()?.card?.hash).toBe(before)
    follower.read(inState('running', { speedBytesPerSecond: 2, progress: { bytes: { done: 1 }, objects: {} } }))
    expect(cardOf(follower.news())).not.toContain('No progress')
  })

  test('offers a pause only where the cloud can do it', () => {
    const offered = [
      { provider: huawei, migration: aMigration() },
      { provider: upcloud, migration: aMigration({ kind: 'job' }) },
    ].map((stalled) => typedBy(stallMessage({ ...stalled, responders: [] }, 0)))
    const ref = refOf(aMigration())
    const always = { 'I have it': `ack ${ref}`, Details: `status ${ref}` }
    expect(offered).toEqual([{ Pause: `pause ${ref}`, ...always }, always])
  })

  test('is a matter of running migrations only', () => {
    const follower = createFollower()
    follower.read(inState('paused'))
    follower.read(inState('paused'), startAt + 60 * minuteMs)
    expect(said(follower.news())).toEqual([])
  })
})

describe('a synchronization task', () => {
  const month = (objects: Migration['progress']['objects'], readAt: number, state: Migration['state'] = 'running') =>
    inState(state, { kind: 'sync', readAt, progress: { bytes: {}, objects, period: 'month' } })

  test('is never called stalled, and the turn of the month is no news', () => {
    const follower = createFollower()
    const readings = [
      { done: 1204, failed: 11 },
      { done: 1204, failed: 11 },
      { done: 0, failed: 0 },
      { done: 0, failed: 0 },
    ]
    for (const [hour, objects] of readings.entries()) follower.read(month(objects, startAt + hour * 60 * minuteMs))
    expect(said(follower.news())).toEqual([])
    expect(cardOf(follower.news())).toContain('This month: 0 objects')
    expect(cardOf(follower.news())).not.toContain('No progress')
  })

  test('tells of the first objects that fail in a month', () => {
    const follower = createFollower()
    follower.read(month({ done: 0, failed: 0 }, startAt))
    follower.read(month({ done: 5, failed: 2 }, startAt + minuteMs))
    expect(said(follower.news())).toEqual([
      expect.stringContaining('2 objects failed so far this month; the rest continue'),
    ])
  })

  test('says that it was paused, and nothing of figures that only this reading has', () => {
    const follower = createFollower()
    follower.read(month({}, startAt))
    follower.read(month({ done: 5, failed: 2 }, startAt + minuteMs, 'paused'))
    expect(said(follower.news())).toEqual([expect.stringMatching(/^progress thread: .*Paused$/)])
  })
})

describe('a task group', () => {
  const tasks = { counts: { failed: 1, running: 2 }, worst: [] }
  const running = (more: Partial<Migration> = {}) => inState('running', { kind: 'group', ...more })

  test('shows its tasks on the card, without a new card where they stand as before', () => {
    const follower = createFollower()
    follower.read(running({ tasks }))
    expect(cardOf(follower.news())).toContain('Tasks: 1 failed · 2 running')
    const before = follower.news()?.card?.hash
    follower.read(running({ tasks, readAt: startAt + minuteMs }))
    expect(follower.news()?.card?.hash).toBe(before)
    follower.read(running({ tasks: { counts: { failed: 1, succeeded: 2 }, worst: [] }, readAt: startAt + minuteMs }))
    expect(cardOf(follower.news())).toContain('Tasks: 1 failed · 2 succeeded')
  })

  test('shows no old counts as new ones: what a list leaves out leaves the card', () => {
    const follower = createFollower()
    follower.read(inState('paused', { kind: 'group', tasks }))
    follower.read(running({ readAt: startAt + minuteMs }))
    expect(cardOf(follower.news())).not.toContain('Tasks:')
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
    const follower = createFollower()
    follower.read(arrived(0))
    follower.read(arrived(1))
    expect(cardOf(follower.news())).toContain('speed not reported · no ETA')
    follower.read(arrived(2))
    follower.read(arrived(3))
    expect(cardOf(follower.news())).toContain('1 MB/s, measured by Ferry over 3 min · about 5 min left')
  })
})

describe('encryption that was asked for', () => {
  const doubt = 'the cloud does not confirm it'
  const watch = { ...aWatch(), encrypts: true }

  test('is doubted on the card and at the end if the cloud does not confirm it', () => {
    const follower = createFollower(watch)
    follower.read(aMigration())
    expect(cardOf(follower.news())).toContain(doubt)
    follower.read(inState('succeeded'))
    expect(JSON.stringify(follower.news()?.outbox)).toContain(doubt)
  })

  test('is not doubted if the cloud confirms it', () => {
    const follower = createFollower(watch)
    follower.read(aMigration({ copying: { encrypts: true } }))
    expect(JSON.stringify(follower.news())).not.toContain(doubt)
  })
})
