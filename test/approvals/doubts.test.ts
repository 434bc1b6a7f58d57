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

describe('a policy raises no doubt', () => {
  test.each<[string, Partial<Named>]>([
    ['if it names nobody', { needed: 5 }],
    [
      'if it names as many approvers as it needs, and none of them can request',
      { needed: 2, approvers: named('S0LEADS') },
    ],
    ['if it needs no approval', { needed: 0, approvers: named('U0ANN') }],
    ['if people can approve their own requests', { approvers: named('U0ANN'), allowsSelf: true }],
  ])('%s', (_, policy) => {
    expect(doubts(policy)).toEqual([])
  })

  test('if enough approvers remain when one of them requests a migration', () => {
    expect(doubts({ approvers: named('S0LEADS', 'U0EVE'), needed: 2 }, { operators: ['U0EVE'] })).toEqual([])
  })
})

describe('a policy raises a doubt', () => {
  test.each<[string, Partial<Named>, Doubt[]]>([
    [
      'if it names fewer people than it needs, counting a person named twice once',
      { needed: 3, approvers: named('S0LEADS', 'U0ANN') },
      [{ type: 'too few', needed: 3, able: 2 }],
    ],
    [
      'if its group is empty',
      { approvers: named('S0EMPTY') },
      [
        { type: 'empty group', group: 'S0EMPTY' },
        { type: 'too few', needed: 1, able: 0 },
      ],
    ],
    [
      'if Ferry cannot find out who is in its group, and no further doubt about that group',
      { approvers: named('S0WHO') },
      [{ type: 'unknown group', group: 'S0WHO' }],
    ],
    [
      'if two rules together need more approvals than one of them names people',
      {
        stricter: [
          { account: 'prod-hw', needed: 2, approvers: named('U0ANN', 'U0BEN') },
          { aboveBytes: 1e12, needed: 3 },
        ],
      },
      [{ type: 'too few', needed: 3, able: 2, account: 'prod-hw', aboveBytes: 1e12 }],
    ],
    [
      'once, even if the doubt applies to every account',
      { needed: 2, approvers: named('U0ANN'), stricter: [{ account: 'prod-hw', needed: 1 }] },
      [{ type: 'too few', needed: 2, able: 1 }],
    ],
    [
      'if it names a single approver who can also request',
      { approvers: named('U0ANN'), requesters: named('S0LEADS') },
      [{ type: 'none left', users: ['U0ANN'] }],
    ],
  ])('%s', (_, policy, expected) => {
    expect(doubts(policy)).toEqual(expected)
  })

  test('if it names guests, who do not count', () => {
    expect(doubts({ approvers: named('U0ANN') }, { guests: ['U0ANN'] })).toEqual([
      { type: 'guest', user: 'U0ANN' },
      { type: 'too few', needed: 1, able: 0 },
    ])
  })

  test.each<[string, Partial<Named>]>([
    ['approving', { approvers: named('U0ANN', 'U0BEN') }],
    ['requesting', { requesters: named('U0ANN') }],
    ['the last reminder', { escalateTo: subjectOf('U0ANN') }],
    ['emergencies', { breakGlass: subjectOf('U0ANN') }],
  ])('if it names a person who has left, for %s', (_, policy) => {
    expect(doubts(policy, { outsiders: ['U0ANN'] })).toEqual([{ type: 'outsider', user: 'U0ANN' }])
  })

  test('if too few of the people it names are still here', () => {
    expect(doubts({ approvers: named('S0LEADS'), needed: 2 }, { outsiders: ['U0ANN'] })).toEqual([
      { type: 'too few', needed: 2, able: 1 },
    ])
  })

  test('if all approvers are operators, so that too few remain when one of them requests', () => {
    expect(doubts({ approvers: named('S0LEADS'), needed: 2 }, { operators: ['U0BEN'] })).toEqual([
      { type: 'none left', users: ['U0BEN'] },
    ])
  })
})

test('agreeing to some doubts does not agree to others', () => {
  const [one, other] = [doubts({ approvers: named('S0EMPTY') }), doubts({ approvers: named('U0ANN'), needed: 2 })]
  expect(keyOf(one)).toBe(keyOf(doubts({ approvers: named('S0EMPTY') })))
  expect(keyOf(one)).not.toBe(keyOf(other))
})
