import { describe, expect, test } from 'vitest'
import type { State } from '../../src/migrations/migration.ts'
import { type Due, grouped, listedIn } from '../../src/notify/decide/grouping.ts'
import { causeOf, digest, eventTable } from '../../src/notify/events.ts'
import type { EventDetails, Group } from '../../src/store/store.ts'
import { inState, startAt } from './samples.ts'

const channel = 'C1'
const minuteMs = 60_000

type Happening = { state?: State; code?: string; stalled?: true; seq?: number; isDigest?: true }

function due(
  id: string,
  { state = 'failed', code = 'TRF.0055', stalled, seq = startAt, isDigest }: Happening = {},
): Due {
  const migration = inState(state, { id, ...(state === 'failed' && { failure: { code } }) })
  const details: EventDetails = stalled
    ? { type: 'stalled', movedAt: 0 }
    : { type: 'state', from: 'running', to: state }
  const member = { watchId: `a/${id}@C1`, seq, at: seq, account: 'a', migrationId: id, from: 'p', to: 'q', state }
  const cause = isDigest ? digest : causeOf({ details, migration }, eventTable)
  if (cause === undefined) throw new Error('The channel hears nothing of it')
  return { cause, event: { seq, at: seq, details, migration }, member }
}

/** Groups after these events, each at its minute. */
function played(...steps: [minute: number, ...Due[]][]): Group[] {
  const groups = new Map<string, Group>()
  for (const [minute, ...happened] of steps) {
    const now = startAt + minute * minuteMs
    for (const group of grouped([...groups.values()], happened, { channel, now })) groups.set(group.id, group)
  }
  return [...groups.values()]
}

/** Each group as the ids of those told alone, and those told together. */
function told(groups: readonly Group[]): [alone: string, together: string][] {
  return groups.map((group) => {
    const listed = listedIn(group)
    const ids = (members: Group['members']) => members.map(({ migrationId }) => migrationId).join('')
    return [ids(group.members.filter((member) => !listed.includes(member))), ids(listed)]
  })
}

const many = (count: number, happening?: Happening) =>
  Array.from({ length: count }, (_, index) => due(String.fromCharCode(97 + index), happening))

const table: [what: string, steps: Parameters<typeof played>, expected: [string, string][]][] = [
  ['one failure', [[0, due('a')]], [['a', '']]],
  ['two at once: the first is told alone', [[0, due('a'), due('b')]], [['a', 'b']]],
  [
    'more as they come',
    [
      [0, due('a')],
      [3, due('b')],
      [14, due('c'), due('d')],
    ],
    [['a', 'bcd']],
  ],
  [
    'after a quarter of an hour, what has come since is told anew',
    [
      [0, due('a')],
      [16, due('b')],
      [17, due('c')],
    ],
    [
      ['a', ''],
      ['b', 'c'],
    ],
  ],
  [
    'another code is another cause',
    [[0, due('a'), due('b', { code: 'TRF.0001' })]],
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  [
    'one that fails again is told again',
    [
      [0, due('a')],
      [5, due('a')],
    ],
    [
      ['a', ''],
      ['a', ''],
    ],
  ],
  [
    'a group that fails again is told anew, together',
    [
      [0, due('a'), due('b')],
      [5, due('a'), due('b')],
    ],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  ],
  ['three that succeed are told one by one', [[0, ...many(3, { state: 'succeeded' })]], [['abc', '']]],
  ['four at once are a flood', [[0, ...many(4, { state: 'succeeded' })]], [['', 'abcd']]],
  [
    'a flood that begins slowly',
    [
      [0, ...many(2, { state: 'succeeded' })],
      [1, due('x', { state: 'succeeded' }), due('y', { state: 'succeeded' })],
    ],
    [['ab', 'xy']],
  ],
  [
    'those that succeed now and then are told one by one',
    [
      [0, ...many(3, { state: 'succeeded' })],
      [11, due('x', { state: 'succeeded' })],
      [22, due('y', { state: 'succeeded' })],
    ],
    [
      ['abc', ''],
      ['x', ''],
      ['y', ''],
    ],
  ],
  [
    'ends and stalls are not mixed',
    [[0, due('a', { stalled: true, state: 'running' }), due('b', { state: 'succeeded' })]],
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  ['a flood of stalls', [[0, ...many(8, { stalled: true, state: 'running' })]], [['', 'abcdefgh']]],
  [
    'a digest mixes everything',
    [[0, due('a', { isDigest: true }), due('b', { isDigest: true, state: 'succeeded' })]],
    [['', 'ab']],
  ],
]

describe('what is told together', () => {
  test.each(table)('%s', (_what, steps, expected) => {
    expect(told(played(...steps))).toEqual(expected)
  })

  test('the oldest is the first, whatever the order in which they are read', () => {
    const groups = grouped([], [due('late', { seq: startAt + 2 }), due('early', { seq: startAt + 1 })], {
      channel,
      now: startAt,
    })
    expect(told(groups)).toEqual([['early', 'late']])
  })

  test('groups of one moment have different ids', () => {
    const groups = played([0, due('a'), due('b', { code: 'TRF.0001' }), due('c', { state: 'succeeded' })])
    expect(new Set(groups.map(({ id }) => id)).size).toBe(3)
  })

  test('what a group holds already is never taken out of it', () => {
    const [before] = grouped([], [due('a'), due('b')], { channel, now: startAt })
    const [after] = grouped(before ? [before] : [], [due('c')], { channel, now: startAt + 1 })
    expect(after?.members.slice(0, 2)).toEqual(before?.members)
  })
})
