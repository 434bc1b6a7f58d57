import { describe, expect, test } from 'vitest'
import { type AuditRecord, chainStart, link } from '../../src/access/audit.ts'
import { type Acts, attribute } from '../../src/fleet/actors.ts'
import { type Folded, fold, foldGone } from '../../src/fleet/judge/known.ts'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { inState, startAt } from '../notify/samples.ts'

const minuteMs = 60_000

/** A migration that changed its state within a minute. */
function moved(from: State, to: State, changes: Partial<Migration> = {}): Folded {
  const before = fold(undefined, { identity: 'p1', reported: inState(from, changes), now: startAt })
  return fold(before.known, { identity: 'p1', reported: inState(to, changes), now: startAt + minuteMs })
}

function acts(...entries: Partial<AuditRecord>[]): Acts {
  let end = { seq: 0, hash: chainStart }
  const records = entries.map((entry) => {
    const event = {
      at: startAt,
      user: 'U1',
      door: 'typed',
      verb: 'pause',
      subject: 'prod-hw/1912',
      outcome: 'done',
      ...entry,
    } as const
    const record = link(event, end)
    end = record
    return record
  })
  return records.reverse()
}

const actorOf = (folded: Folded, known: Acts) => attribute(folded, known).events[0]?.actor
const elsewhere = { type: 'elsewhere' }

describe('an event names the person', () => {
  test.each<[State, State, string]>([
    ['running', 'paused', 'pause'],
    ['paused', 'running', 'start'],
    ['failed', 'running', 'retry'],
    ['failed', 'retrying', 'retry-failed'],
    ['running', 'cancelled', 'cancel'],
  ])('who made a %s migration %s: %s', (from, to, verb) => {
    expect(actorOf(moved(from, to), acts({ verb }))).toEqual({ type: 'person', user: 'U1' })
  })

  test('who acted on its group', () => {
    const folded = moved('running', 'paused', { groupId: 'd85e' })
    expect(actorOf(folded, acts({ subject: 'prod-hw/d85e' }))).toEqual({ type: 'person', user: 'U1' })
  })

  test('who deleted it', () => {
    const { known } = moved('queued', 'running')
    const gone = foldGone(known, startAt + 2 * minuteMs)
    expect(actorOf(gone, acts({ verb: 'delete' }))).toEqual({ type: 'person', user: 'U1' })
    expect(actorOf(gone, [])).toBeUndefined()
  })

  test('who did it last, if several did', () => {
    expect(actorOf(moved('running', 'paused'), acts({}, { user: 'U2' }))).toEqual({ type: 'person', user: 'U2' })
  })

  test('whose act is under way, because its end may be written later than its effect is read', () => {
    expect(actorOf(moved('running', 'paused'), acts({ outcome: 'begun' }))).toEqual({ type: 'person', user: 'U1' })
  })
})

describe('an event was caused elsewhere', () => {
  test.each<[string, Partial<AuditRecord>]>([
    ['nobody acted in Ferry', { verb: 'status' }],
    ['somebody did something else', { verb: 'start' }],
    ['somebody acted on another migration', { subject: 'prod-hw/2004' }],
    ['somebody acted on the same id in another account', { subject: 'test-hw/1912' }],
    ['the cloud refused the act', { outcome: 'refused' }],
    ['the act is long past', { at: startAt - 30 * minuteMs }],
  ])('if %s', (_, entry) => {
    expect(actorOf(moved('running', 'paused'), acts(entry))).toEqual(elsewhere)
  })

  test('if the act has caused an earlier event', () => {
    const known = acts({})
    const paused = attribute(moved('running', 'paused'), known)
    const again = fold(paused.known, { identity: 'p1', reported: inState('running'), now: startAt + 2 * minuteMs })
    const third = fold(again.known, { identity: 'p1', reported: inState('paused'), now: startAt + 3 * minuteMs })
    expect(attribute(third, known).events[0]?.actor).toEqual(elsewhere)
    expect(attribute(third, known).known.events.map(({ actor }) => actor?.type)).toEqual([
      'person',
      undefined,
      'elsewhere',
    ])
  })
})

describe('an event names nobody', () => {
  test('if nobody knows whether the act was carried out', () => {
    expect(actorOf(moved('running', 'paused'), acts({ outcome: 'unknown' }))).toBeUndefined()
  })

  test.each<[State, State]>([
    ['queued', 'running'],
    ['running', 'succeeded'],
    ['running', 'failed'],
  ])('if a %s migration is %s, because that happens by itself', (from, to) => {
    expect(actorOf(moved(from, to), acts({ verb: 'start' }))).toBeUndefined()
  })
})
