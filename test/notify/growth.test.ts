import { describe, expect, test } from 'vitest'
import { saidIn, withGrowth } from '../../src/notify/decide/grouping.ts'
import { digest } from '../../src/notify/events.ts'
import type { Group, Member, Receipt } from '../../src/store/store.ts'

const member = (index: number): Member => ({
  watchId: `a/${index}@C1`,
  seq: index,
  at: index,
  account: 'a',
  migrationId: `${index}`,
  from: 'p',
  to: 'q',
  state: 'failed',
  ...(index === 0 && { isAlone: true }),
})

function groupOf(size: number, more: Partial<Group> = {}): Group {
  const members = Array.from({ length: size }, (_, index) => member(index))
  return { id: 'group:C1#1', channel: 'C1', cause: 'failed', openedAt: 1, members, ...more }
}

type Case = { from: number; to: number; receipt?: Partial<Receipt>; passed?: number[]; cause?: string }
const posted = (cardTells?: number) => ({ cardTs: '1.1', ...(cardTells === undefined ? {} : { cardTells }) })

function passedAfter({ from, to, receipt, passed, cause }: Case): readonly number[] | undefined {
  const more = { ...(passed && { passed }), ...(cause && { cause }) }
  const receipts = receipt === undefined ? {} : { 'group:C1#1': { deliveredSeq: 1, ...receipt } }
  const changed = from === to ? [] : [groupOf(to, more)]
  const [group] = withGrowth([groupOf(from, more)], changed, { receipts })
  return group?.passed
}

describe('a channel hears that a group has grown', () => {
  test.each<[string, Case, number[] | undefined]>([
    ['once it has 10 members', { from: 9, to: 10, receipt: posted(2) }, [10]],
    ['once it has 100 members', { from: 99, to: 101, receipt: posted(2), passed: [12] }, [12, 101]],
    ['once, if it reaches both', { from: 9, to: 300, receipt: posted(2) }, [300]],
    ['although the group has not changed since', { from: 14, to: 14, receipt: posted(4) }, [14]],
    ['not before its first message', { from: 5, to: 50 }, undefined],
    ['not if its first message told of as many', { from: 12, to: 13, receipt: posted(12) }, undefined],
    ['not if it was told already', { from: 12, to: 13, receipt: posted(2), passed: [12] }, [12]],
    ['not of a digest', { from: 5, to: 50, receipt: posted(5), cause: digest.key }, undefined],
    ['if an earlier version has posted fewer', { from: 6, to: 12, receipt: posted() }, [12]],
    ['not if an earlier version was past that', { from: 13, to: 30, receipt: posted() }, undefined],
  ])('%s', (_what, given, expected) => {
    expect(passedAfter(given)).toEqual(expected)
  })
})

describe('what the thread of a group says', () => {
  const words = (group: Group) => saidIn(group).map((said) => (said.type === 'member' ? said.index : `${said.size}!`))

  test('is each member, and its growth after the member with which it was reached', () => {
    expect(words(groupOf(5, { passed: [3] }))).toEqual([1, 2, '3!', 3, 4])
    expect(words(groupOf(4, { passed: [2, 4] }))).toEqual([1, '2!', 2, 3, '4!'])
  })

  test('keeps its order as more is added', () => {
    const before = words(groupOf(12, { passed: [10] }))
    expect(words(groupOf(120, { passed: [10, 112] })).slice(0, before.length)).toEqual(before)
  })

  test('of an earlier version is its members', () => {
    expect(words(groupOf(4))).toEqual([1, 2, 3])
  })
})
