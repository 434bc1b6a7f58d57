import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Relation, relate, type Selected, selectedInLabel } from '../../src/migrations/spec/selection.ts'

const everything: Selected = { selection: 'everything' }
const prefixes = (...names: string[]): Selected => ({ selection: 'prefixes', names })
const objects = (...names: string[]): Selected => ({ selection: 'objects', names })
const list = (key: string, bucket?: string): Selected => ({
  selection: 'list',
  listFile: { key, ...(bucket === undefined ? {} : { bucket }) },
})
const urls = (key: string): Selected => ({ selection: 'url list', listFile: { key } })

const opposite: Record<Relation, Relation> = {
  same: 'same',
  contains: 'contained',
  contained: 'contains',
  overlaps: 'overlaps',
  unknown: 'unknown',
  disjoint: 'disjoint',
}

describe('the selection of one migration compared with another’s', () => {
  test.each<[Selected, Relation, Selected]>([
    [everything, 'same', everything],
    [everything, 'contains', prefixes('logs/')],
    [prefixes('2026/', '2025/'), 'same', prefixes('2025/', '2026/')],
    [prefixes('2026/', '2025/'), 'contains', prefixes('2025/')],
    [prefixes('2026/', '2025/'), 'overlaps', prefixes('2025/', '2024/')],
    [prefixes('2026/', '2025/'), 'disjoint', prefixes('2024/', '2023/')],
    [prefixes('logs/'), 'contains', prefixes('logs/eu/', 'logs/us/')],
    [prefixes('logs/'), 'contains', objects('logs/a.txt')],
    // A prefix need not end at the end of a folder name.
    [prefixes('log'), 'contains', objects('logs/', 'logo.png')],
    [objects('logs/'), 'same', prefixes('logs/')],
    [objects('a.txt', 'b.txt'), 'contains', objects('a.txt')],
    [objects('a.txt'), 'disjoint', objects('a.txt.bak')],
    [objects('a.txt'), 'disjoint', prefixes('a.txt/')],
    [list('all.txt'), 'same', list('all.txt', 'lists')],
    [list('all.txt', 'other'), 'unknown', list('all.txt', 'lists')],
    [list('all.txt'), 'unknown', list('some.txt')],
    [list('all.txt'), 'unknown', prefixes('logs/')],
    [list('all.txt'), 'contained', everything],
    [urls('urls.txt'), 'same', urls('urls.txt')],
    [urls('urls.txt'), 'unknown', everything],
    // An earlier version stored the number of names, not the names.
    [{ selection: 'prefixes' }, 'unknown', prefixes('logs/')],
    [{ selection: 'prefixes' }, 'unknown', { selection: 'prefixes' }],
    [{ selection: 'prefixes' }, 'contained', everything],
    [{}, 'same', everything],
    [{}, 'unknown', prefixes('logs/')],
    [{ ...everything, since: 1 }, 'contained', everything],
    [{ ...everything, since: 1 }, 'contains', { ...everything, since: 2 }],
    [{ ...everything, since: 2 }, 'overlaps', prefixes('logs/')],
    [{ ...prefixes('a/'), since: 2 }, 'disjoint', prefixes('b/')],
  ])('%j: %s, %j', (first, relation, second) => {
    expect(relate(first, second)).toBe(relation)
    expect(relate(second, first)).toBe(opposite[relation])
  })

  test('equals itself, and relates to another selection in opposite ways', () => {
    const names = fc.array(fc.constantFrom('a', 'a/', 'ab', 'b', 'b/c', 'c'), { maxLength: 4 })
    const some = fc.record(
      { selection: fc.constantFrom('everything', 'prefixes', 'objects'), names, since: fc.nat(2) },
      { requiredKeys: ['selection', 'names'] },
    )
    fc.assert(
      fc.property(some, some, (first, second) => {
        expect(relate(second, first)).toBe(opposite[relate(first, second)])
        if (first.names.length > 0) expect(relate(first, first)).toBe('same')
      }),
    )
  })
})

test.each<[string, Selected]>([
  ['prefix logs/', prefixes('logs/')],
  ['folder a b/', objects('a b/')],
  ['object cat.jpg', objects('cat.jpg')],
  ['list all.txt', list('all.txt')],
  ['URL list urls/', urls('urls/')],
  ['whole bucket', everything],
  ['prefix logs/, changed after 2026-01-02 15:04 UTC', { ...prefixes('logs/'), since: Date.UTC(2026, 0, 2, 15, 4) }],
  ['changed after 2026-01-02 15:04 UTC', { since: Date.UTC(2026, 0, 2, 15, 4) }],
  ['12 prefixes', { selection: 'prefixes' }],
  ['3 folders', { selection: 'objects' }],
  ['2 objects', { selection: 'objects' }],
  ['something else', {}],
  ['', {}],
])('the description “%s” of an earlier version is read as far as possible', (label, selected) => {
  expect(selectedInLabel(label)).toEqual(selected)
})
