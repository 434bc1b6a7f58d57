import { describe, expect, test } from 'vitest'
import type { Migration, State } from '../../../src/migrations/migration.ts'
import { toMigration } from '../../../src/providers/upcloud/translate.ts'
import { wireJob } from '../../../src/providers/upcloud/wire.ts'
import { documentedOrder, job } from './samples.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')

describe('a job', () => {
  test('becomes a migration', () => {
    expect(migrationOf(job)).toEqual({
      provider: 'upcloud',
      account: 'prod-uc',
      kind: 'job',
      id: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
      name: 'aws-migration',
      source: { cloud: 's3.amazonaws.com', region: 'us-east-1', bucket: 'my-aws-bucket' },
      target: { cloud: 'UpCloud', bucket: 'my-upcloud-bucket' },
      state: 'running',
      nativeState: 'running',
      progress: { bytes: {}, objects: {} },
      createdAt: 1709206027899,
      needsOnStart: [],
      readAt,
    })
  })

  test('returned as it was ordered can be read', () => {
    expect(migrationOf({ id: 'a', ...documentedOrder })).toMatchObject({ name: 'aws-migration', state: 'unknown' })
  })

  test('with nothing but an id reports nothing but the names of its fields', () => {
    expect(migrationOf({ uuid: 'a' })).toEqual({
      provider: 'upcloud',
      account: 'prod-uc',
      kind: 'job',
      id: 'a',
      source: {},
      target: { cloud: 'UpCloud' },
      state: 'unknown',
      nativeState: 'none',
      fieldsSent: ['uuid'],
      progress: { bytes: {}, objects: {} },
      needsOnStart: [],
      readAt,
    })
  })

  test.each([
    ['state', 'running'],
    ['operational_state', 'running'],
    ['status', 'running'],
  ])('has its state in the field %s', (field, word) => {
    const migration = migrationOf({ uuid: 'a', [field]: word })
    expect(migration).toMatchObject({ state: 'running', nativeState: 'running' })
    expect(migration).not.toHaveProperty('fieldsSent')
  })

  test('may come in the envelope of older resources', () => {
    expect(migrationOf({ job: { uuid: 'a', status: 'failed' } })).toMatchObject({ id: 'a', state: 'failed' })
  })

  test('without a readable state names its fields, not their values, and few of them', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field_${index}`, 'private']))
    const { state, fieldsSent } = migrationOf({ uuid: 'a', status: { is: 'running' }, ['x'.repeat(99)]: 1, ...many })
    expect([state, fieldsSent?.length]).toEqual(['unknown', 20])
    expect(fieldsSent?.slice(0, 3)).toEqual(['uuid', 'status', 'x'.repeat(40)])
  })

  test('shows its figures, as precise as possible if they are huge', () => {
    const figures =
      '"total_size_bytes":9007199254740993,"migrated_size_bytes":"12","total_objects":5,"failed_objects":1'
    const answer: object = JSON.parse(`{"uuid":"a",${figures},"migrated_objects":-4,"skipped_objects":null}`)
    expect(migrationOf(answer).progress).toEqual({
      bytes: { done: 12, total: 9007199254740992 },
      objects: { total: 5, failed: 1 },
    })
  })

  test('with an invalid field loses only that field', () => {
    const odd = {
      ...job,
      source: 'gone',
      created_at: 'soon',
      state_messages: 'none',
      total_objects: 'many',
      name: null,
    }
    expect(migrationOf(odd)).toMatchObject({ id: job.uuid, source: {}, state: 'running', progress: { objects: {} } })
  })

  test('shows its prefixes, and the storage without the scheme', () => {
    const source = { ...job.source, endpoint: 'https://minio.example.com:9000/', prefix: 'logs/' }
    const { source: from, target: to } = migrationOf({ ...job, source, target: { bucket: 'b', prefix: 'aws/' } })
    expect(from).toMatchObject({ cloud: 'minio.example.com:9000', selection: 'prefixes', names: ['logs/'] })
    expect(to).toMatchObject({ prefix: 'aws/' })
  })
})

test.each<[unknown, State, string]>([
  ['pending', 'queued', 'pending'],
  ['running', 'running', 'running'],
  ['completed', 'succeeded', 'completed'],
  ['failed', 'failed', 'failed'],
  ['cancelled', 'cancelled', 'cancelled'],
  ['Running', 'running', 'Running'],
  ['cancelling', 'unknown', 'cancelling'],
  [null, 'unknown', 'none'],
])('state %j is %s', (state, expected, nativeState) => {
  expect(migrationOf({ ...job, state })).toMatchObject({ state: expected, nativeState })
})

test.each<[string, unknown, Migration['failure']]>([
  ['failed', [{ code: 'access_denied', message: 'No' }], { code: 'UPCLOUD.ACCESS_DENIED', message: 'No' }],
  ['failed', [{ message: 'First' }, { message: 'Last' }, null, {}], { message: 'Last' }],
  ['failed', [], undefined],
  ['failed', null, undefined],
  ['running', [{ code: 'slow' }], undefined],
])('a job that is %s with the messages %j', (state, messages, failure) => {
  expect(migrationOf({ ...job, state, state_messages: messages }).failure).toEqual(failure)
})

function migrationOf(answer: object): Migration {
  return toMigration(wireJob.parse(answer), { account: 'prod-uc', readAt })
}
