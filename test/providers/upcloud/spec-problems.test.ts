import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Spec, SpecField } from '../../../src/migrations/spec/spec.ts'
import { newJob } from '../../../src/providers/upcloud/creation/requests.ts'
import { anyOrder, creationOfJobs, keys, spec } from './specs.ts'

const { takes, problemsIn } = creationOfJobs()
const required = Object.entries(takes).flatMap(([field, terms]) => (terms.isRequired ? [field] : []))
const { source, target } = spec

describe('the spec of a job', () => {
  test('has no problem if it follows the document, and UpCloud accepts it', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        expect(problemsIn(order.spec, order.keys)).toEqual({})
        expect(newJob.schema.safeParse(newJob.from(order)).error?.issues).toBeUndefined()
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
    [{ name: 'x'.repeat(217) }, 'name'],
    [{ description: 'From AWS' }, 'description'],
    [{ source: { ...source, cloud: 'AWS' } }, 'source.cloud'],
    [{ source: { ...source, endpoint: 's3.amazonaws.com/bucket' } }, 'source.endpoint'],
    [{ source: { ...source, region: 'x'.repeat(256) } }, 'source.region'],
    [{ source: { ...source, selection: 'objects', names: ['a'] } }, 'source.selection'],
    [{ source: { ...source, selection: 'prefixes', names: ['a/', 'b/'] } }, 'source.names'],
    [{ source: { ...source, selection: 'prefixes', names: [] } }, 'source.names'],
    [{ target: { ...target, bucket: 'my archive' } }, 'target.bucket'],
    [{ target: { ...target, region: 'europe-1' } }, 'target.region'],
    [{ target: { ...target, key: 'archive-write' } }, 'target.key'],
    [{ target: { ...target, prefix: 'x'.repeat(1025) } }, 'target.prefix'],
    [{ options: { check: 'checksum' } }, 'options.check'],
  ] satisfies [Partial<Spec>, SpecField][])('has its problem reported at the field: %j', (typed, field) => {
    expect(Object.keys(problemsIn({ ...spec, ...typed }, keys))).toContain(field)
  })

  test.each([
    undefined,
    { secretKey: 'exampleSourceSecret' },
    { ...keys.source, sessionToken: 'example-session' },
    { jsonKeyFile: '{}' },
    { ...keys.source, accessKey: 'x'.repeat(1025) },
  ])('does not open with %j', (key) => {
    const found = problemsIn(spec, key === undefined ? {} : { source: key })
    expect(Object.keys(found)).toEqual(['source.key'])
  })

  test('has room for the longest token in a name of 255 characters', () => {
    const longest = { ...spec, name: 'x'.repeat(216) }
    expect(problemsIn(longest, keys)).toEqual({})
    expect(newJob.from({ spec: longest, keys, token: 'k'.repeat(32) }).name).toHaveLength(255)
  })
})
