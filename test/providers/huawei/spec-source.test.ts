import { describe, expect, test } from 'vitest'
import type { Spec, SpecSource } from '../../../src/migrations/spec/spec.ts'
import type { SpecKeys } from '../../../src/providers/provider.ts'
import { creationOf, keys, pair, spec, targetPair, urlSpec } from './specs.ts'

const json = { jsonKeyFile: '{"type":"example"}' }
const connection = { connectionString: 'AccountName=example;AccountKey=exampleKey' }
const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_A' } as const

describe('the source of a task', () => {
  const { problemsIn } = creationOf('task')
  const found = (source: Partial<SpecSource>, more: SpecKeys = {}) =>
    problemsIn({ ...spec, source: { ...spec.source, ...source } }, { ...keys, ...more })

  test('is a list of URLs if and only if its cloud is URLSource', () => {
    expect(problemsIn(urlSpec, { target: targetPair })).toEqual({})
    expect(Object.keys(problemsIn({ ...urlSpec, source: { ...spec.source, ...urlSpec.source } }, keys))).toEqual([
      'source.cloud',
      'source.region',
      'source.bucket',
      'source.key',
    ])
  })

  test.each([
    ['no prefixes', { selection: 'prefixes', names: [] }],
    ['no objects', { selection: 'objects' }],
    ['an empty prefix', { selection: 'prefixes', names: ['logs/', ''] }],
    ['a name that is too long', { selection: 'objects', names: ['x'.repeat(1025)] }],
    ['501 prefixes', { selection: 'prefixes', names: Array.from({ length: 501 }, (_, index) => `day-${index}/`) }],
  ] satisfies [string, Partial<SpecSource>][])('cannot be %s', (_, chosen) => {
    expect(Object.keys(found(chosen))).toEqual(['source.names'])
  })

  // Every name begins with "".
  test('is never a whole bucket because of an empty name', () => {
    expect(found({ selection: 'prefixes', names: [''] })['source.names']).toContain('whole bucket')
  })

  test('can have 500 names', () => {
    const names = Array.from({ length: 500 }, (_, index) => `day-${index}/`)
    expect(found({ selection: 'objects', names })).toEqual({})
  })

  test('has a text file as its list file, and for a group a folder of text files', () => {
    const list = (key: string): Partial<SpecSource> => ({ selection: 'list', listFile: { bucket: 'lists', key } })
    expect(found(list('all.txt'))).toEqual({})
    expect(found(list('all.csv'))['source.listFile']).toContain('.txt')
    expect(Object.keys(found({ selection: 'list' }))).toEqual(['source.listFile'])
    const ofGroup = (key: string) =>
      creationOf('group').problemsIn({ ...spec, kind: 'group', source: { ...spec.source, ...list(key) } }, keys)
    expect(ofGroup('all/')).toEqual({})
    expect(ofGroup('all.txt')['source.listFile']).toContain('folder')
  })

  test.each([
    ['Google', json, true],
    ['Google', pair, false],
    ['AWS', json, false],
    ['Azure', connection, true],
    ['Azure', pair, true],
    ['AWS', connection, false],
    ['AWS', { accessKey: 'SRCEXAMPLEAK' }, false],
  ])('%s opens with %j: %s', (cloud, secret, isRight) => {
    expect(Object.keys(found({ cloud }, { source: secret }))).toEqual(isRight ? [] : ['source.key'])
  })

  test.each([
    ['group', []],
    ['sync', ['source.key']],
  ] as const)('of a %s in Azure opens with a connection string, except for: %j', (kind, problems) => {
    const azure: Spec = { ...spec, kind, source: { ...spec.source, cloud: 'Azure' } }
    expect(creationOf(kind).problemsIn(azure, keys)).toEqual({})
    expect(Object.keys(creationOf(kind).problemsIn(azure, { ...keys, source: connection }))).toEqual(problems)
  })

  test('needs a CDN key if its CDN requires one', () => {
    expect(Object.keys(found({ cdn }))).toEqual(['source.cdn'])
    expect(found({ cdn }, { source: { ...pair, cdnKey: 'exampleCdnKey' } })).toEqual({})
    expect(found({ cdn: { ...cdn, authentication: 'NONE' } })).toEqual({})
    expect(Object.keys(found({ cdn: { ...cdn, authentication: 'HANDSHAKE' } }))).toEqual(['source.cdn'])
    expect(Object.keys(found({ cdn: { ...cdn, domain: '' } }))).toEqual(['source.cdn'])
  })

  test('does not result in object names that are too long with the destination’s prefix', () => {
    const source = { ...spec.source, selection: 'objects', names: ['x'.repeat(1000)] } as const
    const target = { ...spec.target, prefix: 'y'.repeat(25) }
    expect(Object.keys(problemsIn({ ...spec, source, target }, keys))).toEqual(['target.prefix'])
    expect(problemsIn({ ...spec, source, target: { ...target, prefix: 'y'.repeat(24) } }, keys)).toEqual({})
  })
})
