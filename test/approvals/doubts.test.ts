import { describe, expect, test } from 'vitest'
import { subjectOf } from '../../src/access/roles.ts'
import { type Crowd, type Doubt, doubtsAbout, keyOf, type Named } from '../../src/approvals/doubts.ts'

const named = (...ids: string[]) => ids.map(subjectOf)

function doubts(
  policy: Partial<Named>,
  crowd: Partial<Record<'guests' | 'outsiders' | 'operators', string[]>> = {},
): Doubt[] {
  const known: Crowd = {
    members: new Map([
      ['S0LEADS', ['U0ANN', 'U0BEN']],
      ['S0EMPTY', []],
    ]),
    guests: new Set(crowd.guests),
    outsiders: new Set(crowd.outsiders),
    operators: new Set(crowd.operators),
  }
  return doubtsAbout({ needed: 1, allowsSelf: false, stricter: [], ...policy }, known)
}

describe('a policy is not doubted', () => {
  test.each<[string, Partial<Named>]>([
    ['that names nobody', { needed: 5 }],
    ['that names as many as it takes, none of whom asks', { needed: 2, approvers: named('S0LEADS') }],
    ['that needs nobody', { needed: 0, approvers: named('U0ANN') }],
    ['in which people approve their own', { approvers: named('U0ANN'), allowsSelf: true }],
  ])('%s', (_, policy) => {
    expect(doubts(policy)).toEqual([])
  })

  test('that leaves somebody when one of those named asks', () => {
    expect(doubts({ approvers: named('S0LEADS', 'U0EVE'), needed: 2 }, { operators: ['U0EVE'] })).toEqual([])
  })
})

describe('a policy is doubted', () => {
  test.each<[string, Partial<Named>, Doubt[]]>([
    [
      'that names fewer people than it takes, whoever is named twice',
      { needed: 3, approvers: named('S0LEADS', 'U0ANN') },
      [{ type: 'too few', needed: 3, able: 2 }],
    ],
    [
      'whose group is empty',
      { approvers: named('S0EMPTY') },
      [
        { type: 'empty group', group: 'S0EMPTY' },
        { type: 'too few', needed: 1, able: 0 },
      ],
    ],
    [
      'about whose group nobody knows anything, and no more is said of it',
      { approvers: named('S0WHO') },
      [{ type: 'unknown group', group: 'S0WHO' }],
    ],
    [
      'where two rules together ask for more than one of them names',
      {
        stricter: [
          { account: 'prod-hw', needed: 2, approvers: named('U0ANN', 'U0BEN') },
          { aboveBytes: 1e12, needed: 3 },
        ],
      },
      [{ type: 'too few', needed: 3, able: 2, account: 'prod-hw', aboveBytes: 1e12 }],
    ],
    [
      'once, though it is the same for every account',
      { needed: 2, approvers: named('U0ANN'), stricter: [{ account: 'prod-hw', needed: 1 }] },
      [{ type: 'too few', needed: 2, able: 1 }],
    ],
    [
      'that names only one person, who is named for asking too',
      { approvers: named('U0ANN'), requesters: named('S0LEADS') },
      [{ type: 'none left', users: ['U0ANN'] }],
    ],
  ])('%s', (_, policy, expected) => {
    expect(doubts(policy)).toEqual(expected)
  })

  test('that names guests, who do not count', () => {
    expect(doubts({ approvers: named('U0ANN') }, { guests: ['U0ANN'] })).toEqual([
      { type: 'guest', user: 'U0ANN' },
      { type: 'too few', needed: 1, able: 0 },
    ])
  })

  test.each<[string, Partial<Named>]>([
    ['approving', { approvers: named('U0ANN', 'U0BEN') }],
    ['asking', { requesters: named('U0ANN') }],
    ['the last reminder', { escalateTo: subjectOf('U0ANN') }],
    ['emergencies', { breakGlass: subjectOf('U0ANN') }],
  ])('that names somebody who has left for %s', (_, policy) => {
    expect(doubts(policy, { outsiders: ['U0ANN'] })).toEqual([{ type: 'outsider', user: 'U0ANN' }])
  })

  test('that names too few who have not left', () => {
    expect(doubts({ approvers: named('S0LEADS'), needed: 2 }, { outsiders: ['U0ANN'] })).toEqual([
      { type: 'too few', needed: 2, able: 1 },
    ])
  })

  test('that names only operators, of whom each leaves too few when they ask', () => {
    expect(doubts({ approvers: named('S0LEADS'), needed: 2 }, { operators: ['U0BEN'] })).toEqual([
      { type: 'none left', users: ['U0BEN'] },
    ])
  })
})

test('a yes to some doubts is none to others', () => {
  const [one, other] = [doubts({ approvers: named('S0EMPTY') }), doubts({ approvers: named('U0ANN'), needed: 2 })]
  expect(keyOf(one)).toBe(keyOf(doubts({ approvers: named('S0EMPTY') })))
  expect(keyOf(one)).not.toBe(keyOf(other))
})
