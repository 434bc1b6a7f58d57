import { describe, expect, test } from 'vitest'
import type { Migration, State } from '../../../src/migrations/migration.ts'
import type { Selected } from '../../../src/migrations/spec/selection.ts'
import { taskToMigration } from '../../../src/providers/huawei/translate/tasks.ts'
import { wireTask } from '../../../src/providers/huawei/wire/tasks.ts'
import { documentedTask, realTask } from './samples.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')

describe('a task of OMS', () => {
  test('that has ended becomes a migration without empty fields', () => {
    expect(migrationOf(realTask)).toEqual({
      provider: 'huawei',
      account: 'prod-hw',
      kind: 'task',
      id: '220621019041293',
      name: 'source-bucket-target-bucket-20220718101132801_001',
      source: { cloud: 'Aliyun', region: 'oss-cn-hangzhou', bucket: 'source-bucket', selection: 'everything' },
      target: { cloud: 'HuaweiCloud', region: 'cn-north-4', bucket: 'target-bucket' },
      state: 'succeeded',
      nativeState: '5',
      progress: {
        fraction: 1,
        bytes: { done: 2048, total: 2048 },
        objects: { done: 2, total: 3, failed: 0, skipped: 1 },
      },
      speedBytesPerSecond: 0,
      startedAt: 1658108292801,
      elapsedMs: 19000,
      remainingMs: 0,
      copying: { copiesMetadata: true, restoresArchived: false, encrypts: false, recordsFailures: true },
      limits: [],
      needsOnStart: ['source-key', 'target-key'],
      readAt,
    })
  })

  test('in the document can be read', () => {
    expect(migrationOf(documentedTask)).toMatchObject({
      id: '0',
      description: 'test log',
      source: { selection: 'list', listFile: { key: 'object_list_file.txt' } },
      state: 'queued',
      nativeState: '0',
      progress: { isCounting: false },
      failure: { code: 'string', message: 'string' },
      failedObjects: { canRetry: true, listKey: 'string', errorCode: 'string' },
      groupId: 'string',
      limits: [],
      needsOnStart: ['source-key', 'target-key', 'cdn-key'],
    })
  })

  test('with nothing but an id reports nothing', () => {
    expect(migrationOf({ id: 1 })).toEqual({
      provider: 'huawei',
      account: 'prod-hw',
      kind: 'task',
      id: '1',
      source: {},
      target: { cloud: 'HuaweiCloud' },
      state: 'unknown',
      nativeState: 'none',
      progress: { bytes: {}, objects: {} },
      needsOnStart: ['source-key', 'target-key'],
      readAt,
    })
  })

  test('is the same with its numbers as text and its texts as numbers', () => {
    const asText = {
      ...realTask,
      id: '220621019041293',
      status: '5',
      progress: '1.0',
      total_size: '2048',
      is_query_over: 'true',
    }
    expect(migrationOf(asText)).toEqual(migrationOf(realTask))
    expect(migrationOf({ ...realTask, name: 42 }).name).toBe('42')
  })

  test('with an invalid field loses only that field', () => {
    const odd = {
      ...realTask,
      total_size: {},
      src_node: 'gone',
      bandwidth_policy: 'none',
      name: null,
      failed_object_record: '',
    }
    expect(migrationOf(odd)).toMatchObject({ id: '220621019041293', source: {}, progress: { bytes: { done: 2048 } } })
  })
})

test.each<[unknown, State, string]>([
  [0, 'queued', '0'],
  [1, 'queued', '1'],
  [2, 'running', '2'],
  [3, 'paused', '3'],
  [4, 'failed', '4'],
  [5, 'succeeded', '5'],
  [6, 'retrying', '6'],
  [7, 'pausing', '7'],
  [8, 'unknown', '8'],
  [-1, 'unknown', '-1'],
  ['2', 'running', '2'],
  [null, 'unknown', 'none'],
])('status %s is %s', (status, state, nativeState) => {
  expect(migrationOf({ ...realTask, status })).toMatchObject({ state, nativeState })
})

test.each<[string, object, Selected]>([
  ['no fields', {}, {}],
  ['an empty key', { object_key: [''] }, { selection: 'everything' }],
  ['no keys at all', { object_key: [] }, { selection: 'everything' }],
  ['keys null', { object_key: null }, {}],
  ['one object', { object_key: ['a.txt'] }, { selection: 'objects', names: ['a.txt'] }],
  ['one folder', { object_key: ['logs/'] }, { selection: 'objects', names: ['logs/'] }],
  ['some of both', { object_key: ['a/', 'b.txt', 'c'] }, { selection: 'objects', names: ['a/', 'b.txt', 'c'] }],
])('the selection: %s', (_, source, selected) => {
  expect(migrationOf({ id: 1, task_type: 'object', src_node: source }).source).toEqual(selected)
})

test.each<[object, Selected]>([
  [
    { task_type: 'prefix', src_node: { object_key: ['2026/', '2025/'] } },
    { selection: 'prefixes', names: ['2026/', '2025/'] },
  ],
  [{ task_type: 'prefix', src_node: { object_key: [''] } }, { selection: 'everything' }],
  [
    { task_type: 'list', src_node: { object_key: [], list_file: { list_file_key: 'all.txt', obs_bucket: 'lists' } } },
    { selection: 'list', listFile: { bucket: 'lists', key: 'all.txt' } },
  ],
  [
    { task_type: 'url_list', src_node: { list_file: { list_file_key: 'urls.txt' } } },
    { selection: 'url list', listFile: { key: 'urls.txt' } },
  ],
  [{ task_type: 'list', src_node: { list_file: null } }, { selection: 'list' }],
  // In seconds, as in requests, or in milliseconds, as the document says.
  [
    { migrate_since: 1672671845, src_node: { object_key: [''] } },
    { selection: 'everything', since: 1672671845000 },
  ],
  [{ migrate_since: 1672671845000, src_node: {} }, { since: 1672671845000 }],
  [{ migrate_since: 9e18, src_node: {} }, {}],
])('the selection: %j', (task, selected) => {
  expect(migrationOf({ id: 1, ...task }).source).toEqual(selected)
})

test.each<[unknown, Migration['failure']]>([
  [null, undefined],
  ['', undefined],
  [{}, undefined],
  [{ error_code: '', error_msg: null }, undefined],
  [{ error_code: 'TRF.0004' }, { code: 'TRF.0004' }],
  [
    { error_code: 'OMS_INTERNAL.002000', error_msg: 'Some' },
    { code: 'OMS_INTERNAL.002000', message: 'Some' },
  ],
])('error_reason %j', (reason, failure) => {
  expect(migrationOf({ id: 1, status: 4, error_reason: reason }).failure).toEqual(failure)
})

test.each<[unknown, boolean | null, Migration['failedObjects']]>([
  [{ result: true, list_file_key: 'oms/a.txt' }, true, { canRetry: true, listKey: 'oms/a.txt' }],
  [{ result: true, list_file_key: 'oms/a.txt' }, null, { canRetry: true, listKey: 'oms/a.txt' }],
  // Without recorded failures, OMS refuses a retry of the failed objects (S3M.0301).
  [{ result: true, list_file_key: 'oms/a.txt' }, false, { canRetry: false, listKey: 'oms/a.txt' }],
  [{ result: false, error_code: 'S3M.0076' }, true, { canRetry: false, errorCode: 'S3M.0076' }],
  [{ result: null, list_file_key: '', error_code: null }, true, undefined],
  [null, true, undefined],
])('failed_object_record %j with recording %s', (record, recording, failedObjects) => {
  const task = { id: 1, failed_object_record: record, enable_failed_object_recording: recording }
  expect(migrationOf(task).failedObjects).toEqual(failedObjects)
})

test.each<[string, object, string[]]>([
  ['a list of URLs', { task_type: 'url_list' }, ['target-key']],
  ['an open CDN', { source_cdn: { authentication_type: 'NONE' } }, ['source-key', 'target-key']],
  [
    'a CDN that signs',
    { source_cdn: { authentication_type: 'ALIYUN_OSS_A' } },
    ['source-key', 'target-key', 'cdn-key'],
  ],
  [
    "a CDN that signs with the source's keys",
    { source_cdn: { authentication_type: 'QINIU_PRIVATE_AUTHENTICATION' } },
    ['source-key', 'target-key'],
  ],
])('keys for another start: %s', (_, task, needs) => {
  expect(migrationOf({ id: 1, ...task }).needsOnStart).toEqual(needs)
})

test('only rules that limit something are limits', () => {
  const rules = [
    { start: '08:00', end: '18:00', max_bandwidth: 1048576 },
    { start: '00:00', end: '23:59', max_bandwidth: 0 },
  ]
  expect(migrationOf({ id: 1, bandwidth_policy: rules }).limits).toEqual([
    { start: '08:00', end: '18:00', bytesPerSecond: 1048576 },
  ])
  expect(migrationOf({ id: 1, bandwidth_policy: null }).limits).toBeUndefined()
})

// A new priority sends the rules again, so anything left out of them would be removed.
test.each([
  null,
  'none',
  {},
  { start: '18:00', max_bandwidth: 1048576 },
  { start: '18:00', end: '19:00', max_bandwidth: 'some' },
])('the rule %j makes the limits unknown', (odd) => {
  const rules = [{ start: '08:00', end: '18:00', max_bandwidth: 1048576 }, odd]
  expect(migrationOf({ id: 1, bandwidth_policy: rules }).limits).toBeUndefined()
})

test.each<[unknown, Migration['priority']]>([
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
  ['URGENT', undefined],
  [null, undefined],
])('priority %s', (priority, expected) => {
  expect(migrationOf({ id: 1, task_priority: priority }).priority).toBe(expected)
})

test.each<[number, boolean | null, boolean | undefined]>([
  [2, false, true],
  [2, true, false],
  [2, null, undefined],
  // A task that has ended is not counting any more, whatever it had counted.
  [4, false, undefined],
])('status %s with is_query_over %s', (status, isQueryOver, isCounting) => {
  expect(migrationOf({ id: 1, status, is_query_over: isQueryOver }).progress.isCounting).toBe(isCounting)
})

test('a task of a group has the group’s id, and its folder in the destination', () => {
  const migration = migrationOf({ id: 1, group_id: 'd2b0f7a4', dst_node: { save_prefix: 'backup/' } })
  expect(migration).toMatchObject({ groupId: 'd2b0f7a4', target: { prefix: 'backup/' } })
})

function migrationOf(task: object): Migration {
  return taskToMigration(wireTask.parse(task), { account: 'prod-hw', readAt })
}
