import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Spec, SpecField } from '../../../src/migrations/spec/spec.ts'
import { newPolicy, titleOf } from '../../../src/providers/naver/creation/requests.ts'
import { anyOrder, creationOfPolicies, keys, spec } from './specs.ts'

const { takes, problemsIn } = creationOfPolicies()
const required = Object.entries(takes).flatMap(([field, terms]) => (terms.isRequired ? [field] : []))
const { source, target } = spec

describe('the spec of a policy', () => {
  test('has no problem if it follows the documents, and NAVER accepts it', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        expect(problemsIn(order.spec, order.keys)).toEqual({})
        expect(newPolicy.schema.safeParse(newPolicy.from(order)).error?.issues).toBeUndefined()
      }),
    )
  })

  test('is reported as incomplete at each required field', () => {
    const bare: Spec = { ...spec, name: '', source: { selection: 'everything' }, target: { bucket: '' } }
    expect(Object.keys(problemsIn(bare, {})).toSorted()).toEqual(
      required.filter((field) => field !== 'source.names').toSorted(),
    )
  })

  test.each([
    [{ name: 'nightly copy' }, 'name'],
    [{ name: 'nightly/copy' }, 'name'],
    [{ description: 'The nightly copy' }, 'description'],
    [{ source: { ...source, cloud: 'Google' } }, 'source.cloud'],
    [{ source: { ...source, endpoint: 's3.example.com' } }, 'source.endpoint'],
    [{ source: { ...source, selection: 'list', listFile: { bucket: 'a', key: 'b.txt' } } }, 'source.selection'],
    [{ source: { ...source, selection: 'prefixes', names: ['a/', 'b/'] } }, 'source.names'],
    [{ source: { ...source, selection: 'prefixes', names: [''] } }, 'source.names'],
    [{ source: { ...source, selection: 'prefixes', names: ['x'.repeat(1025)] } }, 'source.names'],
    [{ source: { ...source, bucket: 'x'.repeat(256) } }, 'source.bucket'],
    [{ target: { ...target, region: 'KR' } }, 'target.region'],
    [{ target: { ...target, key: 'archive-write' } }, 'target.key'],
    [{ target: { ...target, prefix: 'x'.repeat(1025) } }, 'target.prefix'],
    [{ options: { overwrite: 'always' } }, 'options.overwrite'],
    [{ options: { limits: [{ start: '08:00', end: '09:00', bytesPerSecond: 2_000_000 }] } }, 'options.limits'],
  ] satisfies [Partial<Spec>, SpecField][])('has its problem reported at the field: %j', (typed, field) => {
    expect(Object.keys(problemsIn({ ...spec, ...typed }, keys))).toContain(field)
  })

  test.each([
    undefined,
    { accessKey: 'SRCACCESSKEY' },
    { ...keys.source, sessionToken: 'example-session' },
    { connectionString: 'AccountName=example' },
    { jsonKeyFile: '{}' },
    { ...keys.source, secretKey: 'x'.repeat(1025) },
  ])('does not open with %j', (key) => {
    for (const cloud of ['AWS', 'Azure']) {
      const found = problemsIn({ ...spec, source: { ...source, cloud } }, key === undefined ? {} : { source: key })
      expect(Object.keys(found)).toEqual(['source.key'])
    }
  })

  test('opens Azure with a connection string, but not AWS', () => {
    const connection = { source: { connectionString: 'AccountName=example;AccountKey=exampleKey' } }
    const azure: Spec = { ...spec, source: { ...source, cloud: 'Azure' } }
    expect(problemsIn(azure, connection)).toEqual({})
    expect(newPolicy.from({ spec: azure, keys: connection, token: 'k' }).source).toMatchObject({
      accessKey: 'example',
      secretKey: 'exampleKey',
    })
    expect(Object.keys(problemsIn(spec, connection))).toEqual(['source.key'])
  })

  test('has room for the longest token in a title of 100 bytes, and for no further byte', () => {
    const longest = { ...spec, name: `${'ü'.repeat(30)}x` }
    expect(problemsIn(longest, keys)).toEqual({})
    expect(Buffer.byteLength(titleOf({ spec: longest, token: 'k'.repeat(32) }))).toBe(100)
    expect(problemsIn({ ...spec, name: 'ü'.repeat(31) }, keys).name).toContain('at most 61 bytes')
  })
})
