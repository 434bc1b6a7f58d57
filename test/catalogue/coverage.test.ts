import { describe, expect, test } from 'vitest'
import { catalogue, entryOf } from '../../src/catalogue/index.ts'
import { elsewhere } from './reference/elsewhere.ts'
import { huaweiRows } from './reference/huawei.ts'
import { falseTwins, sameMeaning } from './reference/twins.ts'

const referenceCodes = huaweiRows.map(([code]) => code)
const documented = new Map<string, readonly number[]>([
  ...huaweiRows.map(([code, statuses]) => [code, statuses] as const),
  ...Object.entries(elsewhere),
])
const entries = catalogue.map((entry) => [entry.codes.join(' '), entry] as const)

describe("Huawei's reference", () => {
  test.each([
    ['S3M', 138],
    ['OMS', 117],
    ['TRF', 60],
    ['CMM', 3],
    ['OMS_INTERNAL', 2],
  ])('has %s codes: %i', (prefix, count) => {
    expect(new Set(referenceCodes.filter((code) => prefixOf(code) === prefix)).size).toBe(count)
  })

  test.each([
    ['in all', ['current', 'outdated', 'both'], 320],
    ['in the current table', ['current', 'both'], 303],
    ['in the outdated table', ['outdated', 'both'], 80],
    ['in both tables', ['both'], 63],
    ['in the outdated table alone', ['outdated'], 17],
  ])('has codes %s', (_, tables, count) => {
    const codes = huaweiRows.filter(([, , table]) => tables.includes(table)).map(([code]) => code)
    expect(new Set(codes).size).toBe(count)
    expect(codes.length).toBe(count)
  })

  test.each([
    [200, 53],
    [400, 223],
    [401, 3],
    [403, 17],
    [404, 2],
    [405, 1],
    [500, 3],
    [503, 2],
  ])('has rows with status %i', (status, count) => {
    const current = huaweiRows.filter(([, , table]) => table !== 'outdated')
    expect(current.filter(([, statuses]) => statuses.includes(status)).length).toBe(count)
  })

  test('gives two statuses to OMS.0095 alone', () => {
    expect(huaweiRows.filter(([, statuses]) => statuses.length > 1)).toEqual([['OMS.0095', [400, 403], 'current']])
  })
})

describe('The catalogue', () => {
  test('explains every documented code', () => {
    expect([...documented.keys()].filter((code) => entryOf(code) === undefined)).toEqual([])
  })

  test('explains no other', () => {
    expect(catalogue.flatMap(({ codes }) => codes).filter((code) => !documented.has(code))).toEqual([])
  })

  test('has each code once', () => {
    const codes = catalogue.flatMap((entry) => entry.codes)
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })

  test.each(entries)('%s has exactly the statuses of its codes', (_, entry) => {
    const expected = new Set(entry.codes.flatMap((code) => documented.get(code) ?? []))
    expect([...entry.statuses]).toEqual([...expected].sort((one, other) => one - other))
  })

  test('finds a code in any case and with blanks around it', () => {
    expect(entryOf(' trf.0055\n')).toBe(entryOf('TRF.0055'))
  })
})

describe('Codes that mean the same', () => {
  const twins = referenceCodes.filter((code) => code.startsWith('OMS.')).map(numberOf)
  const pairs = twins.filter((number) => referenceCodes.includes(`S3M.${number}`))

  test('there are 106 numbers with both OMS and S3M, 13 of which differ in meaning', () => {
    expect(pairs.length).toBe(106)
    expect(Object.keys(falseTwins).filter((number) => !pairs.includes(number))).toEqual([])
    expect(Object.keys(falseTwins).length).toBe(13)
  })

  test('the two share an entry, except where their meanings differ', () => {
    const apart = pairs.filter((number) => entryOf(`OMS.${number}`) !== entryOf(`S3M.${number}`))
    expect(apart.sort()).toEqual(Object.keys(falseTwins).sort())
  })

  test('other codes share an entry only if they are listed as having the same meaning', () => {
    const huawei = catalogue.filter(({ codes }) => codes.some((code) => referenceCodes.includes(code)))
    const mixed = huawei.filter(({ codes }) => new Set(codes.map(numberOf)).size > 1)
    expect(mixed.map(({ codes }) => sorted(codes)).sort()).toEqual(sameMeaning.map(sorted).sort())
  })
})

function prefixOf(code: string): string {
  return code.split('.')[0] ?? ''
}

function numberOf(code: string): string {
  return code.split('.')[1] ?? ''
}

function sorted(codes: readonly string[]): string {
  return [...codes].sort().join(' ')
}
