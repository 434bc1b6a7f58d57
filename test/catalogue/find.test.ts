import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findEntries } from '../../src/catalogue/find.ts'
import { catalogue } from '../../src/catalogue/index.ts'

describe('A code', () => {
  test.each(catalogue.flatMap((entry) => entry.codes.map((code) => [code, entry] as const)))(
    '%s brings its entry and no other',
    (code, entry) => {
      expect(findEntries(code)).toEqual([entry])
      expect(findEntries(code.toLowerCase().replace('.', ' '))).toEqual([entry])
      expect(findEntries(code.replace('.', ''))).toEqual([entry])
    },
  )

  test.each([
    'TRF.0055',
    'trf.0055',
    'trf 55',
    'TRF55',
    'TRF-0055',
    'trf—55',
    'TRF0055',
    ' `TRF.0055` ',
    'TRF.0055 again, why?',
    'what is trf 0055',
    'ＴＲＦ.0055',
  ])('can be typed as %s', (query) => {
    expect(codesFound(query)).toEqual(['TRF.0055'])
  })

  test.each([
    ['0066', ['OMS.0066']],
    ['66', ['OMS.0066']],
    ['error 0066', ['OMS.0066']],
    ['0201', ['TRF.0201', 'OMS.0201', 'APIGW.0201']],
    ['TRF.0055 or OMS.0066', ['TRF.0055', 'OMS.0066']],
  ])('without its letters, %s brings all that have the number', (query, codes) => {
    expect(codesFound(query)).toEqual(codes)
  })

  test.each([
    ['trf.006', ['TRF.0061', 'TRF.0062', 'TRF.0060', 'TRF.0064', 'TRF.0065', 'TRF.0063']],
    ['trf 030', ['TRF.0301']],
    ['APIGW', catalogue.flatMap(({ codes }) => codes).filter((code) => code.startsWith('APIGW'))],
    ['204', []],
    ['200', ['OMS.2004']],
  ])('in part, %s brings those that it may become', (query, codes) => {
    expect(codesFound(query)).toEqual(codes)
  })
})

describe('Plain words', () => {
  test.each([
    ['frozen account', 'TRF.0056'],
    ['account frozen', 'TRF.0056'],
    ['quota', 'TRF.0055'],
    ['bucket quota', 'TRF.0055'],
    ['wrong key', 'TRF.0057'],
    ['wrong source key', 'TRF.0151'],
    ['invalid AK/SK source', 'TRF.0151'],
    ['permission denied source', 'TRF.0152'],
    ['out of money', 'TRF.0063'],
    ['archived objects destination', 'TRF.0065'],
    ['privacy agreement', 'OMS.0092'],
    ['clock', 'APIGW.0301'],
    ['key is locked', 'APIGW.0301'],
    ['too many requests', 'APIGW.0308'],
    ['not encrypted', 'TRF.0064'],
    ['KMS', 'TRF.0064'],
    ['list of urls empty', 'TRF.0017'],
    ['connection string', 'TRF.0161'],
    ['read-only user', 'OMS.0205'],
  ])('"%s" brings %s within the first three', (query, code) => {
    const first = findEntries(query).slice(0, 3)
    expect(first.flatMap(({ codes }) => codes)).toContain(code)
  })

  test('the entries that hold all the words shut out those that hold some', () => {
    for (const { what, fix } of findEntries('destination quota')) {
      expect(`${what} ${fix}`).toMatch(/destination/)
      expect(`${what} ${fix}`).toMatch(/quota/)
    }
  })
})

describe('Nothing is found, and nothing breaks, for', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['small words only', 'what is the error'],
    ['an unknown code', 'TRF.9998'],
    ['nonsense', 'qwxzy'],
    ['names of object methods', 'constructor __proto__ toString'],
    ['pattern characters', '.*+?^$()|{}[]\\'],
    ['signs', '🚢🚢🚢'],
  ])('%s', (_, query) => {
    expect(findEntries(query)).toEqual([])
  })

  test.each([
    ['a huge word', 'a'.repeat(1_000_000)],
    ['huge digits', '0'.repeat(1_000_000)],
    ['a huge row of blanks', `trf${' '.repeat(1_000_000)}`],
    ['half a sign', 'trf \ud83d'],
  ])('%s', (_, query) => {
    expect(() => findEntries(query)).not.toThrow()
  })

  test('anything at all', () => {
    const queries = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[trfoms3.0-9 _-]{0,30}$/))
    fc.assert(
      fc.property(queries, (query) => {
        const found = findEntries(query)
        expect(new Set(found).size).toBe(found.length)
      }),
      { numRuns: 1000 },
    )
  })
})

function codesFound(query: string): string[] {
  return findEntries(query).flatMap(({ codes }) => codes[0] ?? [])
}
