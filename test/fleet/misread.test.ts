import { describe, expect, test } from 'vitest'
import { fold, foldGone, type Known } from '../../src/fleet/judge/known.ts'
import { readToday } from '../../src/fleet/judge/misread.ts'
import { stalledAfterMs } from '../../src/migrations/figures/pace.ts'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { aMigration, startAt } from '../notify/samples.ts'

/** A policy as versions before this one read it: the bytes include those that were not migrated. */
function readBefore(state: State, provider: Migration['provider'] = 'naver'): Migration {
  const progress = { bytes: { done: 93e9, total: 100e9 }, objects: { done: 30, total: 1000, skipped: 900 } }
  return aMigration({ provider, kind: 'policy', state, nativeState: state, progress })
}

function readAgain(state: State): Migration {
  const moved = { bytes: { done: 3e9, total: 100e9 }, objects: { done: 30, total: 1000 } }
  return { ...readBefore(state), progress: { ...moved, notMigrated: { objects: 900, bytes: 90e9 } } }
}

function known(migration: Migration, changes: Partial<Known> = {}): Known {
  const kept = { identity: 'p1', firstSeenAt: startAt, movedAt: startAt, samples: [], endReadings: 1 }
  return { ...kept, migration, events: [], lastSeq: 0, ...changes }
}

const reading = (reported: Migration, now = startAt + stalledAfterMs + 1) => ({ identity: 'p1', reported, now })

describe('figures that an older version misread', () => {
  test('are those of a policy with skipped objects, and of nothing else', () => {
    expect(readToday(known(readBefore('succeeded')))).toMatchObject({ isMisread: true })
    const others = [known(readBefore('succeeded', 'huawei')), known(readAgain('succeeded')), known(aMigration())]
    for (const other of others) expect(readToday(other)).toBe(other)
  })

  test('tell nothing of the bytes that were moved', () => {
    const { progress } = readToday(known(readBefore('running'))).migration
    expect(progress).toEqual({
      bytes: { total: 100e9 },
      objects: { done: 30, total: 1000 },
      notMigrated: { objects: 900 },
    })
  })

  test('are followed by others that are no movement: a stalled policy is not told anew', () => {
    const stalled = readToday(known(readBefore('running'), { stalledAt: startAt + stalledAfterMs }))
    const { known: after, events } = fold(stalled, reading(readAgain('running')))
    expect(events).toEqual([])
    expect(after).toMatchObject({ stalledAt: startAt + stalledAfterMs, movedAt: startAt })
    expect(after).not.toHaveProperty('isMisread')
    expect(fold(after, reading(readAgain('running'), startAt + 3 * stalledAfterMs)).events).toEqual([])
  })

  test('are corrected once by an event that takes the place of the end', () => {
    const end = { seq: 7, at: 7, details: { type: 'state', from: 'running', to: 'succeeded' } } as const
    const ended = known(readBefore('succeeded'), {
      events: [{ ...end, migration: readBefore('succeeded') }],
      lastSeq: 7,
    })
    const folded = fold(readToday(ended), reading(readAgain('succeeded')))
    expect(folded.isMeaning).toBe(true)
    expect(folded.known.events.map(({ details }) => details)).toEqual([{ type: 'corrected', told: 7 }])
    expect(fold(folded.known, reading(readAgain('succeeded'))).events).toEqual([])
  })

  test('are corrected as they are if the migration is gone', () => {
    const { known: gone } = foldGone(readToday(known(readBefore('succeeded'), { lastSeq: 7 })), startAt)
    expect(gone.events.map(({ details }) => details)).toEqual([{ type: 'corrected', told: 7 }])
    expect(gone).not.toHaveProperty('isMisread')
  })

  test('of a policy that runs again by now need no correction', () => {
    const { events } = fold(readToday(known(readBefore('succeeded'))), reading(readAgain('running')))
    expect(events.map(({ details }) => details)).toEqual([{ type: 'state', from: 'succeeded', to: 'running' }])
  })
})
