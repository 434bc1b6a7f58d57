import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { mayNeedCdnKey, withCdnOf } from '../../../src/migrations/cdn-told.ts'
import type { State } from '../../../src/migrations/migration.ts'
import { oms } from '../../../src/providers/huawei/oms.ts'
import type { newSync } from '../../../src/providers/huawei/requests/creation.ts'
import { syncToMigration } from '../../../src/providers/huawei/translate/syncs.ts'
import { wireSync, wireSyncPage } from '../../../src/providers/huawei/wire/syncs.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { callsOf, openAccount, openApi, refusal } from './open-account.ts'
import { shownSync } from './samples.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')
const id = shownSync.sync_task_id
const target = { kind: 'sync', id } as const
const source = { accessKey: 'SRCAK', secretKey: 'SRCSK' }
const destination = { accessKey: 'DSTAK', secretKey: 'DSTSK' }
const order: z.input<typeof newSync.schema> = {
  src_cloud_type: 'Aliyun',
  src_region: 'cn-beijing',
  src_bucket: 'api-auto-test1',
  src_ak: 'src_ak',
  src_sk: 'src_sk',
  dst_ak: 'dst_ak',
  dst_sk: 'dst_sk',
  dst_region: 'cn-north-4',
  dst_bucket: 'oms-sonar-north',
  description: 'XXXX',
}

describe('a synchronization task of OMS', () => {
  test('in the document becomes a migration without an end', () => {
    expect(migrationOf(shownSync)).toEqual({
      provider: 'huawei',
      account: 'prod-hw',
      kind: 'sync',
      id,
      description: 'sync task test',
      source: { cloud: 'HuaweiCloud', region: 'cn-north-7', bucket: 'oms-sdk-test-src' },
      target: { cloud: 'HuaweiCloud', region: 'cn-north-7', bucket: 'oms-sdk-test-dst' },
      state: 'running',
      nativeState: 'SYNCHRONIZING',
      progress: { bytes: { done: 0 }, objects: { done: 0, total: 11, failed: 11, skipped: 0 }, period: 'month' },
      failedObjects: {
        canRetry: false,
        listKey: 'oms/sync_task/d18befdd-eb82-41f3-8019-bbb593d74a3e/failed_object_lists/',
      },
      createdAt: 1700639560751,
      startedAt: 1700639560751,
      copying: {
        overwrite: 'if size or time differ',
        check: 'size and time',
        copiesMetadata: false,
        restoresArchived: false,
        encrypts: false,
      },
      needsOnStart: ['source-key', 'target-key'],
      isCdnTold: true,
      readAt,
    })
  })

  test.each<[unknown, State, string]>([
    ['STOPPED', 'paused', 'STOPPED'],
    ['stopped', 'paused', 'stopped'],
    ['RESTING', 'unknown', 'RESTING'],
    [null, 'unknown', 'none'],
  ])('in status %s is %s', (status, state, nativeState) => {
    expect(migrationOf({ ...shownSync, status })).toMatchObject({ state, nativeState })
  })

  // To create another one like it, Ferry has to translate the word.
  test('that checks only the transmission has another word in the response than in the request', () => {
    expect(migrationOf({ ...shownSync, consistency_check: 'no_check' }).copying?.check).toBe('transmission')
  })

  test('in a list has no monthly figures, so none are reported', () => {
    const [listed] = wireSyncPage.parse({ tasks: [{ sync_task_id: id, status: 'STOPPED' }, {}], count: 2 }).rows
    expect(migrationOf(listed ?? {}).progress).toEqual({ bytes: {}, objects: {}, period: 'month' })
  })
})

describe('a synchronization task', () => {
  test('is shown with this month’s figures', async () => {
    const { connection, server } = await openAccount(() => ({ body: shownSync }))
    expect(await connection.show(target, {})).toMatchObject({ kind: 'sync', state: 'running' })
    expect(callsOf(server)).toEqual([`GET /sync-tasks/${id}`])
    expect(server.received[0]?.query.get('query_time')).toBe(String(readAt))
  })

  test('is paused, started with both key pairs, and deleted, with one call each', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection).pause(target, {})
    await operationsOf(connection).start({ ...target, source: { ...source, cdnKey: 'cdn' }, destination }, {})
    await operationsOf(connection).delete(target, {})
    const path = `/sync-tasks/${id}`
    expect(callsOf(server)).toEqual([`POST ${path}/stop`, `POST ${path}/start`, `DELETE ${path}`])
    const keys = { src_ak: 'SRCAK', src_sk: 'SRCSK', dst_ak: 'DSTAK', dst_sk: 'DSTSK' }
    const sent: unknown = JSON.parse(server.received[1]?.body ?? '')
    expect(sent).toEqual({ ...keys, source_cdn_authentication_key: 'cdn' })
  })

  test.each([
    [{ destination }],
    [{ source: { jsonKeyFile: '{}' }, destination }],
    [{ source, destination: { ...destination, sessionToken: 'token' } }],
  ])('is not started with keys that it does not take: %j', async (keys) => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    expect((await failure(operationsOf(connection).start({ ...target, ...keys }, {}))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test.each([
    ['OMS.0093', 400],
    ['OMS.1011', 400],
    ['OMS.2002', 400],
    ['OMS.0001', 404],
  ])('is missing if OMS answers %s with %i', async (code, status) => {
    const { connection } = await openAccount(() => refusal(code, status))
    expect(await connection.show(target, {})).toBeUndefined()
  })

  test('is not missing because of an S3M code', async () => {
    const { connection } = await openAccount(() => refusal('S3M.1011'))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_refused')
  })
})

describe('requests about a synchronization task', () => {
  test('to create it send the order', async () => {
    const { call, server } = await openApi(() => ({ body: { sync_task_id: id } }))
    expect(await call(oms.CreateSyncTask, order)).toEqual({ sync_task_id: id })
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(order)
    expect((await failure(call(oms.CreateSyncTask, { ...order, src_cloud_type: 'Tencent' }))).code).toBe('form_invalid')
  })

  test('to push objects contain up to ten names, encoded', async () => {
    const { call, server } = await openApi(() => ({ body: '' }))
    await call(oms.CreateSyncEvents, { id, object_keys: ['test/001.txt', 'a+b', 'ä & b?.txt'] })
    expect(callsOf(server)).toEqual([`POST /sync-tasks/${id}/events`])
    const sent: unknown = JSON.parse(server.received[0]?.body ?? '')
    expect(sent).toEqual({ object_keys: ['test%2F001.txt', 'a%2Bb', '%C3%A4%20%26%20b%3F.txt'] })
    for (const bad of [[], [''], ['\ud800'], Array(11).fill('a')]) {
      expect((await failure(call(oms.CreateSyncEvents, { id, object_keys: bad }))).code).toBe('form_invalid')
    }
    expect(server.received).toHaveLength(1)
  })

  test('for statistics name a period', async () => {
    const data = [{ time_stamp: 1700150400000, statistic_num: 1 }]
    const statistics = {
      sync_task_id: id,
      statistic_time_type: 'FIVE_MINUTES',
      statistic_datas: [{ data_type: 'REQUEST', data }],
    }
    const { call, server } = await openApi(() => ({ body: statistics }))
    const range = { start_time: 1700150000000, end_time: 1700190000000 }
    expect(await call(oms.ListSyncTaskStatistic, { id, data_type: ['REQUEST', 'SIZE'], ...range })).toEqual(statistics)
    expect(server.received[0]?.query.get('data_type')).toBe('REQUEST,SIZE')
    const backwards = { id, data_type: ['SIZE' as const], start_time: 2, end_time: 1 }
    expect((await failure(call(oms.ListSyncTaskStatistic, backwards))).code).toBe('form_invalid')
  })

  test('for a list cannot go beyond OMS’s last row', async () => {
    const { call } = await openApi(() => ({ body: { tasks: [] } }))
    expect((await failure(call(oms.ListSyncTasks, { offset: 10_001 }))).code).toBe('form_invalid')
  })
})

test('a synchronization task read by itself does not tell of a CDN, and is completed by its list', () => {
  const row = { sync_task_id: id, status: 'STOPPED' }
  const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication_type: 'ALIYUN_OSS_A' }
  const reading = { account: 'prod-hw', readAt }
  const shown = syncToMigration(wireSync.parse(row), { ...reading, isListed: false })
  const listed = migrationOf({ ...row, source_cdn: cdn })
  expect([shown.isCdnTold, mayNeedCdnKey(shown)]).toEqual([false, true])
  expect(withCdnOf(shown, listed)).toEqual(listed)
  expect(mayNeedCdnKey(withCdnOf(shown, migrationOf({ ...row, source_cdn: null })))).toBe(false)
  expect(withCdnOf(shown, shown)).toBe(shown)
})

function migrationOf(sync: object) {
  return syncToMigration(wireSync.parse(sync), { account: 'prod-hw', readAt, isListed: true })
}
