import { describe, expect, test } from 'vitest'
import { fold, type Known } from '../../src/fleet/judge/known.ts'
import { type Tidying, untidyIn } from '../../src/fleet/tidy.ts'
import { aMigration, inState, startAt } from '../notify/samples.ts'

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs

function lived(...states: Parameters<typeof inState>[0][]): Known {
  const readings = states.map((state, index) => ({ reported: inState(state), now: startAt + index * 60_000 }))
  const known = readings.reduce<Known | undefined>(
    (before, reading) => fold(before, { identity: 'p1', ...reading }).known,
    undefined,
  )
  if (known === undefined) throw new Error('A life has at least one state')
  return known
}

function untidy(known: Known, tidying: Partial<Tidying>) {
  const fleet = { known: new Map([[known.migration.id, known]]) }
  return untidyIn(fleet, { now: startAt + 2 * hourMs, told: new Map(), ...tidying })
}

describe('a migration is forgotten', () => {
  const failed = lived('running', 'failed')

  test('90 days after its end', () => {
    expect(untidy(failed, { now: startAt + 90 * dayMs }).forgotten).toEqual([])
    expect(untidy(failed, { now: startAt + 91 * dayMs }).forgotten).toEqual(['1912'])
  })

  test('not while somebody follows it', () => {
    const told = new Map([['1912', 0]])
    expect(untidy(failed, { now: startAt + 91 * dayMs, told }).forgotten).toEqual([])
  })

  test('not while it has not ended', () => {
    expect(untidy(lived('running', 'paused'), { now: startAt + 900 * dayMs }).forgotten).toEqual([])
  })

  test('at once if it had ended long before Ferry first saw it', () => {
    const old = {
      reported: aMigration({ state: 'succeeded', startedAt: startAt - 100 * dayMs, elapsedMs: dayMs }),
      now: startAt,
    }
    const { known } = fold(undefined, { identity: 'p1', ...old })
    expect(untidy(known, { now: startAt }).forgotten).toEqual(['1912'])
    expect(untidy({ ...known, movedAt: startAt + 1 }, { now: startAt + 2 }).forgotten).toEqual([])
  })
})

describe('events', () => {
  const known = lived('queued', 'running', 'paused')
  const [first, second] = known.events

  test('are dropped up to the last that every channel was told', () => {
    expect(known.events).toHaveLength(2)
    const { shortened } = untidy(known, { told: new Map([['1912', first?.seq ?? 0]]) })
    expect(shortened).toMatchObject([{ events: [second], lastSeq: known.lastSeq }])
  })

  test('are all dropped if nobody follows the migration', () => {
    expect(untidy(known, {}).shortened).toMatchObject([{ events: [] }])
  })

  test('stay while a channel has been told none', () => {
    expect(untidy(known, { told: new Map([['1912', 0]]) }).shortened).toEqual([])
  })

  test('stay for an hour, for a channel that has just begun to follow', () => {
    expect(untidy(known, { now: startAt + hourMs }).shortened).toEqual([])
  })
})
