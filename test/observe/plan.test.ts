import { describe, expect, test } from 'vitest'
import type { Kind, State } from '../../src/migrations/migration.ts'
import type { Due } from '../../src/observe/account/due.ts'
import { fewestCalls, type Outlook } from '../../src/observe/account/plan.ts'

const kinds: Outlook['kinds'] = {
  task: {
    reading: {
      pageSize: 100,
      states: ['queued', 'running', 'pausing', 'paused', 'failed', 'succeeded'],
      showCalls: 1,
    },
  },
  group: { reading: { pageSize: 100, states: ['queued', 'paused'], showCalls: 2 } },
}

function outlook(given: Partial<Outlook> & { due: readonly Due[] }): Outlook {
  return {
    kinds,
    sweep: [],
    countOf: (kind, state) => given.due.filter((one) => one.kind === kind && one.state === state).length,
    pageOf: () => undefined,
    totalOf: () => undefined,
    ...given,
  }
}

const due = (count: number, state: State = 'running', kind: Kind = 'task'): Due[] =>
  Array.from({ length: count }, (_, index) => ({ kind, id: `${state}${index}`, state }))

function callsOf(given: Parameters<typeof outlook>[0]): number {
  const { pages, shows } = fewestCalls(outlook(given))
  return pages.length + shows.reduce((sum, { kind }) => sum + (kind === 'group' ? 2 : 1), 0)
}

describe('the calls of a round', () => {
  test('one watched of 2,000 running is one single read', () => {
    const { pages, shows } = fewestCalls(outlook({ due: due(1), countOf: () => 2000 }))
    expect({ pages, shows }).toEqual({ pages: [], shows: due(1) })
  })

  test('100 running are one page, and 250 are three', () => {
    expect(fewestCalls(outlook({ due: due(100) })).pages).toEqual([{ kind: 'task', state: 'running', offset: 0 }])
    expect(callsOf({ due: due(250) })).toBe(3)
  })

  test('100 retrying, which no list can be filtered by, are the page on which they were last listed', () => {
    const given = { due: due(100, 'retrying'), pageOf: () => 300 }
    expect(fewestCalls(outlook(given))).toEqual({ pages: [{ kind: 'task', offset: 300 }], shows: [] })
  })

  test('retrying ones that were never listed are read one by one', () => {
    expect(callsOf({ due: due(3, 'retrying') })).toBe(3)
  })

  test('everything that is due in an account of one page is one unfiltered page', () => {
    const given = { due: [...due(3), ...due(2, 'queued'), ...due(4, 'pausing')], totalOf: () => 80 }
    expect(fewestCalls(outlook(given))).toEqual({ pages: [{ kind: 'task', offset: 0 }], shows: [] })
  })

  test('an account of one page is not believed to be that if more is due than it is said to have', () => {
    expect(callsOf({ due: due(200), totalOf: () => 0 })).toBe(2)
  })

  test('a page that is read anyway, to find new migrations, is not read twice', () => {
    const sweep = [{ kind: 'task' as const, offset: 0 }]
    const given = { due: due(3), sweep, pageOf: () => 0, totalOf: () => 80 }
    expect(fewestCalls(outlook(given))).toEqual({ pages: sweep, shows: [] })
  })

  test('the cheapest is chosen state by state', () => {
    const { pages, shows } = fewestCalls(
      outlook({ due: [...due(60), ...due(1, 'queued')], countOf: (_, state) => (state === 'queued' ? 500 : 60) }),
    )
    expect(pages).toEqual([{ kind: 'task', state: 'running', offset: 0 }])
    expect(shows).toEqual(due(1, 'queued'))
  })

  test('a group costs two single calls, so its page comes first', () => {
    expect(fewestCalls(outlook({ due: due(1, 'running', 'group'), totalOf: () => 7 })).pages).toEqual([
      { kind: 'group', offset: 0 },
    ])
  })

  test('what a list leaves out is read by itself, whatever pages are read', () => {
    const one: Due = { kind: 'task', id: 'x', state: 'running', isWantedInFull: true }
    const { pages, shows } = fewestCalls(outlook({ due: [...due(100), one], countOf: () => 100 }))
    expect(pages).toHaveLength(1)
    expect(shows).toEqual([one])
  })

  test('never grow with what is not due', () => {
    for (const others of [0, 2_000, 50_000]) {
      const given = { due: due(3), countOf: () => others + 3, totalOf: () => others + 3, pageOf: () => others }
      expect(callsOf(given)).toBeLessThanOrEqual(3)
    }
  })

  test('are none when nothing is due', () => {
    expect(fewestCalls(outlook({ due: [] }))).toEqual({ pages: [], shows: [] })
  })
})
