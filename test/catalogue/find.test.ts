import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchCatalogue } from '../../src/catalogue/find.ts'
import { catalogue } from '../../src/catalogue/index.ts'
import { anyCharacter } from '../any-character.ts'

const entries = new Map(catalogue.flatMap((entry) => entry.codes.map((code) => [code, entry] as const)))
const findCodes = (query: string) => {
  const found = searchCatalogue(query)
  return 'codes' in found ? found.codes : []
}
const findEntries = (query: string) => findCodes(query).flatMap((code) => entries.get(code) ?? [])

describe('A code', () => {
  test.each(catalogue.flatMap((entry) => entry.codes.map((code) => [code, entry] as const)))(
    '%s finds its own entry and no other',
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
    ['200', ['NAVER.200']],
    ['404', ['HTTP.404']],
    ['error 404', ['HTTP.404']],
    ['400', ['NAVER.400', 'HTTP.400']],
    ['RESOURCE_NOT_FOUND', ['UPCLOUD.RESOURCE_NOT_FOUND']],
    ['error_code "NOT_FOUND"', ['UPCLOUD.RESOURCE_NOT_FOUND']],
    ['ERROR_RESOURCE_NOT_FOUND', ['UPCLOUD.RESOURCE_NOT_FOUND']],
    ['https://developers.upcloud.com/1.3/errors#ERROR_INVALID_REQUEST', ['UPCLOUD.INVALID_REQUEST']],
    ['2026-11-21 10:00 GET_SRC_OBJ_META_FAILURE photos/a.jpg', ['GET_SRC_OBJ_META_FAILURE']],
    ['upload_dst', ['UPLOAD_DST_OBJ_FAILURE']],
  ])('%s without its letters finds all codes with that number', (query, codes) => {
    expect(codesFound(query)).toEqual(codes)
  })

  test.each(['HTTP.404', 'http 404', 'HTTP error 404', 'HTTP status code 404', '404 (HTTP.404)'])(
    'of HTTP can be typed as %s',
    (query) => {
      expect(codesFound(query)).toEqual(['HTTP.404'])
    },
  )

  test.each([
    ['s3m 66', ['S3M.0066']],
    ['OMS.0151', ['OMS.0151']],
    ['CMM.0101', ['CMM.0101']],
    ['S3M.1034', ['S3M.1034']],
    ['not_found', ['UPCLOUD.NOT_FOUND']],
    ['privacy', ['OMS.0092']],
  ])('%s finds %s itself, not another code of the same meaning', (query, codes) => {
    expect(findCodes(query)).toEqual(codes)
  })

  test.each([
    ['trf.006', ['TRF.0061', 'TRF.0062', 'TRF.0060', 'TRF.0064', 'TRF.0065', 'TRF.0063']],
    ['trf 030', ['TRF.0301']],
    ['APIGW', catalogue.flatMap(({ codes }) => codes).filter((code) => code.startsWith('APIGW'))],
    ['999', ['OMS.0068']],
    ['208', []],
    ['oms_internal', ['OMS_INTERNAL.002000', 'OMS_INTERNAL.002001']],
    ['upcloud.auth', ['UPCLOUD.AUTHENTICATION_REQUIRED', 'UPCLOUD.AUTHENTICATION_FAILED']],
  ])('%s finds all codes that begin like it', (query, codes) => {
    expect(codesFound(query)).toEqual(codes)
  })
})

describe('Plain words', () => {
  test.each([
    ['frozen account', 'TRF.0056'],
    ['account frozen', 'TRF.0056'],
    ['bucket quota', 'TRF.0055'],
    ['wrong key', 'TRF.0057'],
    ['wrong source key', 'TRF.0151'],
    ['invalid AK/SK source', 'TRF.0151'],
    ['permission denied source', 'TRF.0152'],
    ['out of money', 'TRF.0063'],
    ['archived objects destination', 'TRF.0065'],
    ['privacy agreement', 'OMS.0092'],
    ['key is locked', 'APIGW.0301'],
    ['too many requests', 'APIGW.0308'],
    ['not encrypted', 'TRF.0064'],
    ['KMS', 'TRF.0064'],
    ['list of urls empty', 'TRF.0017'],
    ['connection string', 'TRF.0161'],
    ['read-only user', 'OMS.0205'],
    ['quota migrations', 'OMS.0077'],
    ['task group quota', 'OMS.1037'],
    ['privacy', 'OMS.0092'],
    ['consent', 'OMS.0092'],
    ['destination region', 'OMS.0080'],
    ['source region', 'OMS.0182'],
    ['cdn', 'OMS.1032'],
    ['SMN topic', 'OMS.0157'],
    ['sync deleted', 'OMS.0093'],
    ['synchronization stopped', 'OMS.0094'],
    ['bandwidth overlap', 'OMS.0085'],
    ['too many buckets', 'OMS.1017'],
    ['real-name', 'OMS.0203'],
    ['agency', 'S3M.0207'],
    ['wrong type', 'OMS.1002'],
    ['list of failed objects not found', 'OMS.0167'],
    ['busy', 'OMS.2004'],
    ['account suspended', 'TRF.0056'],
    ['source bucket does not exist', 'TRF.0155'],
    ['destination bucket does not exist', 'TRF.0058'],
    ['task does not exist', 'OMS.0095'],
    ['too many tasks', 'OMS.0077'],
    ['different region', 'OMS.0182'],
    ['different region', 'OMS.0183'],
    ['another region source', 'OMS.0182'],
    ['other region', 'OMS.0183'],
    ['key expired', 'TRF.0151'],
    ['expired key', 'TRF.0057'],
    ['expired account', 'TRF.0053'],
    ['upcloud credits', 'UPCLOUD.INSUFFICIENT_CREDITS'],
    ['naver title', 'NAVER.300'],
    ['naver keys', 'NAVER.200'],
    ['duplicate name upcloud', 'UPCLOUD.RESOURCE_ALREADY_EXISTS'],
  ])('"%s" finds %s among the first three', (query, code) => {
    const first = findEntries(query).slice(0, 3)
    expect(first.flatMap(({ codes }) => codes)).toContain(code)
  })

  test.each(['different region', 'key expired', 'expired key', 'other region'])(
    '"%s" finds only a few entries',
    (query) => {
      expect(findEntries(query).length).toBeLessThanOrEqual(8)
    },
  )

  test.each(["can't connect", "the list wasn't found", "source can't be read", "account's region"])(
    '"%s" means the same with either apostrophe',
    (query) => {
      expect(findEntries(query)).not.toEqual([])
      expect(findEntries(query.replace("'", '’'))).toEqual(findEntries(query))
    },
  )

  test('entries that contain all the words exclude entries that contain some', () => {
    for (const { what, fix } of findEntries('destination quota')) {
      expect(`${what} ${fix}`).toMatch(/destination/)
      expect(`${what} ${fix}`).toMatch(/quota/)
    }
  })
})

describe('Nothing is found, and nothing throws, for', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['small words only', 'what is the error'],
    ['an unknown code', 'TRF.9998'],
    ['an unknown code whose letters are a word too', 'OMS.99999'],
    ['an unknown code in words', 'error code oms 99999'],
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
    const queries = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string(),
      fc.stringMatching(/^[trfoms3.0-9 _-]{0,30}$/),
    )
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
