import { describe, expect, test } from 'vitest'
import type { Migration, State } from '../../../src/migrations/migration.ts'
import type { Selected } from '../../../src/migrations/spec/selection.ts'
import { toMigration } from '../../../src/providers/naver/translate.ts'
import { wirePolicy } from '../../../src/providers/naver/wire.ts'
import { documentedPolicy } from './samples.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')

describe('a policy', () => {
  test('in the document becomes a migration', () => {
    expect(migrationOf(documentedPolicy)).toEqual({
      provider: 'naver',
      account: 'prod-ncp',
      kind: 'policy',
      id: 'migrationpolicy',
      source: { cloud: 'AWS', region: 'ap-southeast-2', bucket: 'migration135', selection: 'everything' },
      target: { cloud: 'NAVER Cloud', region: 'KR', bucket: 'migrationbucket', prefix: 'data/' },
      state: 'paused',
      nativeState: 'PAUSED',
      progress: {
        bytes: { done: 0, total: 5402293 },
        objects: { done: 0, total: 10 },
        notMigrated: { objects: 0, bytes: 0 },
        isCounting: false,
      },
      createdAt: 1752539556480,
      needsOnStart: [],
      readAt,
    })
  })

  test('with nothing but a title reports nothing', () => {
    expect(migrationOf({ title: 'bare' })).toEqual({
      provider: 'naver',
      account: 'prod-ncp',
      kind: 'policy',
      id: 'bare',
      source: {},
      target: { cloud: 'NAVER Cloud' },
      state: 'unknown',
      nativeState: 'none',
      progress: { bytes: {}, objects: {} },
      needsOnStart: [],
      readAt,
    })
  })

  test('is the same with its numbers as text', () => {
    const asText = { ...documentedPolicy, estimatedSize: '5402293', estimatedObjectNum: '10', estimatedDone: 'true' }
    expect(migrationOf(asText)).toEqual(migrationOf(documentedPolicy))
  })

  test('with an invalid field loses only that field', () => {
    const odd = { ...documentedPolicy, estimatedSize: {}, migratedSize: -1, createTime: 'soon', sourcePrefix: null }
    expect(migrationOf(odd)).toMatchObject({ progress: { bytes: {}, objects: { total: 10 } } })
    expect(migrationOf(odd)).not.toHaveProperty('createdAt')
    expect(migrationOf(odd).source).not.toHaveProperty('selection')
  })

  test('with more bytes than a number can represent is as precise as possible', () => {
    const huge: unknown = JSON.parse(
      '{"title":"huge","estimatedSize":9007199254740993,"migratedSize":18446744073709551615}',
    )
    expect(toMigration(wirePolicy.parse(huge), { account: 'a', readAt }).progress.bytes).toEqual({
      done: 18446744073709552000,
      total: 9007199254740992,
    })
  })
})

test.each<[unknown, State, string]>([
  ['INITIALIZED', 'queued', 'INITIALIZED'],
  ['STARTED', 'running', 'STARTED'],
  ['PAUSED', 'paused', 'PAUSED'],
  ['DONE', 'succeeded', 'DONE'],
  ['ERROR', 'failed', 'ERROR'],
  ['DELETED', 'deleted', 'DELETED'],
  ['started', 'running', 'started'],
  ['RUNNING', 'unknown', 'RUNNING'],
  ['', 'unknown', 'none'],
  [null, 'unknown', 'none'],
])('jobState %j is %s', (jobState, state, nativeState) => {
  expect(migrationOf({ ...documentedPolicy, jobState })).toMatchObject({ state, nativeState })
})

test.each<[string, unknown, boolean | undefined]>([
  ['STARTED', false, true],
  ['STARTED', true, false],
  ['STARTED', null, undefined],
  // A policy that has ended is not counting any more, whatever it had counted.
  ['ERROR', false, undefined],
])('%s with estimatedDone %s', (jobState, estimatedDone, isCounting) => {
  expect(migrationOf({ title: 'a', jobState, estimatedDone }).progress.isCounting).toBe(isCounting)
})

test.each<[string | undefined, Selected]>([
  ['', { selection: 'everything' }],
  ['logs/', { selection: 'prefixes', names: ['logs/'] }],
  [undefined, {}],
])('a source prefix of %j', (sourcePrefix, selected) => {
  const { cloud, ...source } = migrationOf({ title: 'a', sourceCspType: 'AWS', sourcePrefix }).source
  expect([cloud, source]).toEqual(['AWS', selected])
})

// The document calls them “Unmigrated object count” and “Unmigrated data capacity”.
test('skipped objects are those that were not migrated: neither they nor their bytes count as moved', () => {
  const { progress } = migrationOf({
    ...documentedPolicy,
    migratedObjectNum: 7,
    skippedObjectNum: 3,
    migratedSize: 5000,
    skippedSize: 400_000,
  })
  expect(progress.objects).toEqual({ done: 7, total: 10 })
  expect(progress.bytes.done).toBe(5000)
  expect(progress.notMigrated).toEqual({ objects: 3, bytes: 400_000 })
})

function migrationOf(policy: object): Migration {
  return toMigration(wirePolicy.parse(policy), { account: 'prod-ncp', readAt })
}
