import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { findMarked, type Search } from '../../src/providers/creation/find-marked.ts'
import { isMarked } from '../../src/providers/creation/token.ts'
import { readListing } from '../../src/providers/pages.ts'
import { sampleWithout } from '../migrations/sample.ts'
import { failure } from './cloud.ts'

const since = Date.parse('2026-11-21T12:00:00Z')
const minute = 60_000
const ours = 'nightly [ferry k3x9]'

describe('a migration with the token', () => {
  test('is found, and the newest of several', async () => {
    const items = [
      migration({ id: '1', description: ours, startedAt: since }),
      migration({ id: '2', description: ours, startedAt: since + minute }),
    ]
    expect((await find({ items }))?.id).toBe('2')
    expect((await find({ items, besides: '2' }))?.id).toBe('1')
  })

  test('is found while it waits, even if its start time is unknown', async () => {
    expect((await find({ items: [waiting({ id: '1', description: ours })] }))?.id).toBe('1')
  })

  // The token is random: no other migration has it, whatever else the cloud says.
  test.each([
    ['seems older than the order', { startedAt: since - 9 * 60 * minute }],
    ['seems to be of 1970', { startedAt: 1 }],
    ['seems to come from the future', { startedAt: since + 9 * 60 * minute }],
    ['is part of a group', { groupId: 'group-1' }],
    ['seems to be from another bucket', { source: { bucket: 'elsewhere' } }],
    ['seems to be to another bucket', { target: { bucket: 'elsewhere' } }],
  ])('is found if it %s', async (_, more) => {
    const items = [migration({ id: '1', description: ours, startedAt: since, ...more })]
    expect((await find({ items }))?.id).toBe('1')
    expect(await find({ items, besides: '1' })).toBeUndefined()
  })
})

describe('if the list does not show descriptions', () => {
  test('migrations without one are read one by one, and others are not', async () => {
    const items = [
      waiting({ id: '1' }),
      waiting({ id: '2', description: 'another [ferry k3x8]' }),
      waiting({ id: '3' }),
    ]
    const asked: string[] = []
    const found = await find({
      items,
      show: async (candidate) => {
        asked.push(candidate.id)
        return candidate.id === '3' ? { ...candidate, description: ours } : undefined
      },
    })
    expect(found?.id).toBe('3')
    expect(asked).toEqual(['1', '3'])
  })

  test.each([
    ['part of a group', { groupId: 'group-1' }],
    ['from another bucket', { source: { bucket: 'elsewhere' } }],
    ['to another bucket', { target: { bucket: 'elsewhere' } }],
  ])('a migration that is %s is not read', async (_, more) => {
    const show = async () => migration({ id: '1', description: ours })
    expect(await find({ items: [silent({ id: '1', ...more })], show })).toBeUndefined()
  })

  test('migrations that seem older than the order are read last, and not all of them', async () => {
    const old = Array.from({ length: 30 }, (_, index) => silent({ id: `old ${index}`, startedAt: since - 60 * minute }))
    const items = [...old, silent({ id: 'new', startedAt: since })]
    const asked: string[] = []
    const show: Search['show'] = async (candidate) => {
      asked.push(candidate.id)
      return candidate.id === 'old 3' ? { ...candidate, description: ours } : candidate
    }
    expect((await find({ items, show }))?.id).toBe('old 3')
    expect(asked).toEqual(['new', 'old 0', 'old 1', 'old 2', 'old 3'])
    expect(await find({ items, show: async (candidate) => candidate })).toBeUndefined()
  })

  test('at most twenty are read, and with more the result is unknown', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => waiting({ id: String(index) }))
    expect(await find({ items: many(20) })).toBeUndefined()
    expect(await failure(find({ items: many(21) }))).toMatchObject({ code: 'provider_outcome_unknown' })
  })
})

test('an incomplete list leaves open whether there is one', async () => {
  expect((await failure(find({ items: [], isWhole: false }))).code).toBe('provider_outcome_unknown')
  const items = [migration({ id: '1', description: ours, startedAt: since })]
  expect((await find({ items, isWhole: false }))?.id).toBe('1')
})

describe('a list', () => {
  const paging = { pageSize: 2, maxPages: 4, keyOf: String }
  const list = (pages: readonly { items: string[]; rows?: number; total?: number }[]) =>
    readListing(async (_, index) => ({ rows: 2, items: [], ...pages[index] }), paging)

  test.each([
    ['on one page', [{ items: ['a'], rows: 1 }]],
    ['on several pages', [{ items: ['a', 'b'] }, { items: ['c'], rows: 1 }]],
    ['whose last page is empty', [{ items: ['a', 'b'] }, { items: [], rows: 0 }]],
    [
      'that grows',
      [
        { items: ['a', 'b'], total: 3 },
        { items: ['b', 'c'], total: 4 },
      ],
    ],
  ])('%s is complete', async (_, pages) => {
    expect((await list(pages)).isWhole).toBe(true)
  })

  test.each([
    [
      'with something that cannot be read',
      [
        { items: ['a'], rows: 2 },
        { items: ['b'], rows: 1 },
      ],
    ],
    [
      'that shrinks while it is read',
      [
        { items: ['a', 'b'], total: 5 },
        { items: ['d', 'e'], total: 4 },
      ],
    ],
    ['that repeats itself', [{ items: ['a', 'b'] }, { items: ['a', 'b'] }]],
    ['that never ends', 'abcd'.split('').map((letter) => ({ items: [`${letter}1`, `${letter}2`] }))],
  ])('%s is not complete', async (_, pages) => {
    expect((await list(pages)).isWhole).toBe(false)
  })
})

const spec: Spec = {
  account: 'prod',
  kind: 'task',
  source: { bucket: 'photos', selection: 'everything' },
  target: { bucket: 'archive' },
  options: {},
}

type Found = Partial<Pick<Search, 'show' | 'besides'>> & { items: Migration[]; isWhole?: boolean }

function find({ items, isWhole = true, show, besides }: Found) {
  return findMarked({
    about: { provider: 'A Cloud', account: 'prod' },
    ...{ spec, since, besides },
    listing: { items, isWhole },
    textOf: ({ description }) => description,
    isOurs: (text) => isMarked(text, 'k3x9'),
    show: show ?? (async () => undefined),
  })
}

function migration(more: Partial<Migration>): Migration {
  return { ...waiting({}), startedAt: since, ...more }
}

function silent(more: Partial<Migration>): Migration {
  const { description: _, ...rest } = migration(more)
  return rest
}

function waiting(more: Partial<Migration>): Migration {
  return sampleWithout('startedAt', { source: { bucket: 'photos' }, target: { bucket: 'archive' }, ...more })
}
