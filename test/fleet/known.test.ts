import { describe, expect, test } from 'vitest'
import { type Folded, fold, foldGone, isEndConfirmed, type Known } from '../../src/fleet/judge/known.ts'
import { stalledAfterMs } from '../../src/migrations/figures/pace.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'

const minuteMs = 60_000

function firstSight(reported: Migration): Known {
  return fold(undefined, { identity: 'p1', reported, now: startAt }).known
}

/** The known migration after a reading a minute later. */
function next(before: Known, reported: Migration, { now = startAt + minuteMs, isBrief = false } = {}): Folded {
  return fold(before, { identity: 'p1', reported, now, isBrief })
}

const { progress } = aMigration()
const failure = { code: 'TRF.0004', message: 'no' }

describe('of meaning, and stored', () => {
  test('is a first sight, of which no event tells', () => {
    const folded = fold(undefined, { identity: 'p1', reported: aMigration(), now: startAt })
    expect(folded).toMatchObject({ isMeaning: true, isChanged: true, events: [] })
    expect(folded.known).toMatchObject({ identity: 'p1', firstSeenAt: startAt, movedAt: startAt, lastSeq: 0 })
  })

  test.each<[string, Migration, Migration, string[]]>([
    ['a state', inState('queued'), inState('running'), ['state']],
    ['another id', aMigration(), aMigration({ id: '777' }), ['renamed']],
    [
      'counted totals',
      aMigration({ progress: { ...progress, isCounting: true } }),
      aMigration({ progress: { ...progress, isCounting: false } }),
      ['counted'],
    ],
    [
      'the first failed objects',
      aMigration(),
      aMigration({ progress: { ...progress, objects: { failed: 3 } } }),
      ['objects-failing'],
    ],
  ])('is %s, and events tell of it', (...[, before, after, types]) => {
    const { isMeaning, events, known } = next(firstSight(before), after)
    expect(isMeaning).toBe(true)
    expect(events.map(({ details }) => details.type)).toEqual(types)
    expect(known.events).toEqual(events)
    expect(events[0]?.migration).toEqual(known.migration)
  })

  test.each<[string, Partial<Migration>]>([
    ['a limit', { limits: [{ start: '00:00', end: '06:00', bytesPerSecond: 1 }] }],
    ['a failure', { failure }],
    ['a name', { name: 'photos' }],
    ['a priority', { priority: 'high' }],
    ['that the cloud counts anew', { progress: { ...progress, isCounting: true } }],
  ])('is %s, of which no event tells', (_, changes) => {
    const folded = next(firstSight(aMigration()), aMigration(changes))
    expect(folded).toMatchObject({ isMeaning: true, isChanged: true, events: [] })
  })
})

describe('figures alone', () => {
  test.each<[string, Partial<Migration>]>([
    ['progress', { progress: { ...progress, bytes: { done: 500_000_001, total: 1_000_000_000 } } }],
    ['more failed objects', { progress: { ...progress, objects: { ...progress.objects, done: 51 } } }],
  ])('change a card and are not stored: %s', (_, changes) => {
    const folded = next(firstSight(aMigration()), aMigration(changes))
    expect(folded).toMatchObject({ isMeaning: false, isChanged: true, events: [] })
    expect(folded.known.movedAt).toBe(startAt + minuteMs)
  })

  test('are no news when they are the same as before', () => {
    const folded = next(firstSight(aMigration()), aMigration({ readAt: startAt + minuteMs }))
    expect(folded).toMatchObject({ isMeaning: false, isChanged: false, events: [] })
    expect(folded.known).toMatchObject({ movedAt: startAt, migration: { readAt: startAt + minuteMs } })
  })

  test('tell how fast a migration is that its cloud reports no speed of', () => {
    const { speedBytesPerSecond: _, ...silent } = aMigration()
    let known = firstSight(silent)
    for (const minute of [1, 2, 3]) {
      const bytes = { done: 500_000_000 + minute * 60_000_000, total: 1_000_000_000 }
      const reported = { ...silent, progress: { ...progress, bytes }, readAt: startAt + minute * minuteMs }
      known = next(known, reported, { now: reported.readAt }).known
    }
    expect(known.migration.measured).toEqual({ bytesPerSecond: 1_000_000, overMs: 3 * minuteMs })
  })
})

describe('a list that leaves out some of what is known', () => {
  const full = aMigration({ kind: 'group', description: 'moves photos', tasks: { counts: { failed: 1 }, worst: [] } })
  const { description: _, tasks: __, ...brief } = full

  test('takes nothing away from what is known of a migration in the same state', () => {
    const { known, isMeaning } = next(firstSight(full), brief, { isBrief: true })
    expect(known.migration.description).toBe('moves photos')
    expect(isMeaning).toBe(false)
  })

  test('shows no old figures as new ones', () => {
    const { known } = next(firstSight(full), { ...brief, progress: { bytes: {}, objects: {} } }, { isBrief: true })
    expect(known.migration.tasks).toBeUndefined()
    expect(known.migration.progress).toEqual({ bytes: {}, objects: {} })
  })

  test('keeps nothing of an earlier state', () => {
    const failed = { ...full, state: 'failed' as const, failure }
    expect(next(firstSight(failed), brief, { isBrief: true }).known.migration.failure).toBeUndefined()
  })

  test('is told apart from a full reading, which shows that something is gone', () => {
    const { known, isMeaning } = next(firstSight(full), brief)
    expect(known.migration.description).toBeUndefined()
    expect(isMeaning).toBe(true)
  })
})

describe('a reading that does not tell of a delivery network', () => {
  const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_A' } as const
  const { source } = aMigration()
  const listed = aMigration({ source: { ...source, cdn }, isCdnTold: true, needsOnStart: ['source-key', 'cdn-key'] })
  const shown = aMigration({ isCdnTold: false, needsOnStart: ['source-key'] })

  test('takes away nothing that a list has told, and is no change', () => {
    const folded = next(firstSight(listed), shown)
    expect(folded).toMatchObject({ isMeaning: false })
    expect(folded.known.migration).toEqual(listed)
  })

  test('is completed by the next list', () => {
    const folded = next(firstSight(shown), listed, { isBrief: true })
    expect(folded).toMatchObject({ isMeaning: true })
    expect(folded.known.migration).toEqual(listed)
  })

  test('stays unknown after a record that was stored before lists were told apart', () => {
    const folded = next(firstSight(aMigration({ needsOnStart: ['source-key'] })), shown)
    expect(folded.known.migration.isCdnTold).toBe(false)
  })
})

describe('an end', () => {
  test('is confirmed by the second reading in a row', () => {
    const first = next(firstSight(aMigration()), inState('succeeded')).known
    expect(isEndConfirmed(first)).toBe(false)
    expect(isEndConfirmed(next(first, inState('succeeded')).known)).toBe(true)
  })

  test.each(['running', 'cancelled'] as const)('is not confirmed by a reading that shows it as %s', (state) => {
    const first = next(firstSight(aMigration()), inState('succeeded')).known
    expect(isEndConfirmed(next(first, inState(state)).known)).toBe(false)
  })

  test('is told once', () => {
    const first = next(firstSight(aMigration()), inState('failed')).known
    expect(next(first, inState('failed')).events).toEqual([])
  })
})

describe('a migration that is gone', () => {
  test('is deleted, with its last figures, and needs no second reading', () => {
    const { known, events, isMeaning } = foldGone(firstSight(aMigration()), startAt + minuteMs)
    expect(known.migration).toMatchObject({ state: 'deleted', progress })
    expect(events.map(({ details }) => details)).toEqual([{ type: 'state', from: 'running', to: 'deleted' }])
    expect(isEndConfirmed(known)).toBe(true)
    expect(isMeaning).toBe(true)
  })

  test('after its end is not deleted but no longer listed', () => {
    const { known, events } = foldGone(firstSight(inState('succeeded')), startAt + minuteMs)
    expect(known.migration.state).toBe('succeeded')
    expect(events.map(({ details }) => details)).toEqual([{ type: 'unlisted' }])
  })
})

describe('a stall', () => {
  const still = (minutes: number) => aMigration({ readAt: startAt + minutes * minuteMs })

  test('is of meaning when it begins, and not while it lasts', () => {
    const now = startAt + stalledAfterMs
    const begun = next(firstSight(aMigration()), still(15), { now })
    expect(begun).toMatchObject({ isMeaning: true, known: { stalledAt: now, movedAt: startAt } })
    expect(begun.events.map(({ details }) => details)).toEqual([{ type: 'stalled', movedAt: startAt }])
    expect(next(begun.known, still(16), { now: now + minuteMs })).toMatchObject({ isMeaning: false, events: [] })
  })

  test('is over, which is of meaning, when anything moves again', () => {
    const now = startAt + stalledAfterMs
    const { known } = next(firstSight(aMigration()), still(15), { now })
    const moved = aMigration({ progress: { ...progress, fraction: 0.6 } })
    const over = next(known, moved, { now: now + minuteMs })
    expect(over).toMatchObject({ isMeaning: true, events: [], known: { movedAt: now + minuteMs } })
    expect(over.known.stalledAt).toBeUndefined()
  })

  test('begins late enough after a movement that a card is too coarse to show', () => {
    const moved = aMigration({ progress: { ...progress, bytes: { done: 500_000_001, total: 1_000_000_000 } } })
    const { known } = next(firstSight(aMigration()), moved)
    expect(next(known, moved, { now: startAt + stalledAfterMs }).events).toEqual([])
    expect(next(known, moved, { now: startAt + minuteMs + stalledAfterMs }).events).toHaveLength(1)
  })
})

test('a good reading ends what kept a migration from being read, and its card is drawn anew', () => {
  const trouble = { code: 'provider_unreachable', what: 'No', next: '', since: startAt, failures: 3 }
  const missing = { since: startAt, readings: 2, lastAt: startAt }
  for (const known of [
    { ...firstSight(aMigration()), trouble },
    { ...firstSight(aMigration()), missing },
  ]) {
    const folded = next(known, aMigration())
    expect(folded).toMatchObject({ isMeaning: false, isChanged: true })
    expect([folded.known.trouble, folded.known.missing]).toEqual([undefined, undefined])
  }
})

test('numbers of events rise even if the clock goes back', () => {
  const first = next(firstSight(inState('queued')), inState('running'), { now: startAt + 10 })
  const second = next(first.known, inState('paused'), { now: startAt })
  expect([...first.events, ...second.events].map(({ seq }) => seq - startAt)).toEqual([10, 11])
  expect(second.events[0]?.at).toBe(startAt)
})
