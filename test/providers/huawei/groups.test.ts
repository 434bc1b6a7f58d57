import { describe, expect, test } from 'vitest'
import type { State } from '../../../src/migrations/migration.ts'
import { oms } from '../../../src/providers/huawei/oms.ts'
import type { GroupCreation } from '../../../src/providers/huawei/requests/creation.ts'
import { failureOfTasks } from '../../../src/providers/huawei/translate/failed-tasks.ts'
import { groupToMigration } from '../../../src/providers/huawei/translate/groups.ts'
import { wireGroup, wireGroupPage } from '../../../src/providers/huawei/wire/groups.ts'
import { wireTaskPage } from '../../../src/providers/huawei/wire/tasks.ts'
import { failure } from '../cloud.ts'
import type { Reply } from '../local-server.ts'
import { operationsOf } from '../operations.ts'
import { callsOf, openAccount, openApi, refusal } from './open-account.ts'
import { failedGroup, realTask } from './samples.ts'

const readAt = Date.parse('2026-11-21T12:00:00Z')
const id = failedGroup.group_id
const target = { kind: 'group', id } as const
const source = { accessKey: 'SRCAK', secretKey: 'SRCSK' }
const destination = { accessKey: 'DSTAK', secretKey: 'DSTSK' }
const prefixes: GroupCreation = {
  src_node: {
    region: 'cn-north-4',
    ak: 'SRCAK',
    sk: 'SRCSK',
    bucket: 'src-bucket',
    cloud_type: 'HuaweiCloud',
    object_key: ['Objectlist'],
  },
  dst_node: { region: 'cn-north-4', ak: 'DSTAK', sk: 'DSTSK', bucket: 'dst-bucket', cloud_type: 'HEC' },
  task_type: 'PREFIX',
  enable_failed_object_recording: true,
  enable_kms: false,
  bandwidth_policy: [{ max_bandwidth: 1_048_576, start: '00:01', end: '23:59' }],
}

describe('a task group of OMS', () => {
  test('in the document becomes a migration without empty fields', () => {
    expect(migrationOf(failedGroup)).toEqual({
      provider: 'huawei',
      account: 'prod-hw',
      kind: 'group',
      id,
      source: { cloud: 'HuaweiCloud', region: 'cn-north-7', bucket: 'assess-bucket-1', selection: 'everything' },
      target: { cloud: 'HuaweiCloud', region: 'cn-north-7', bucket: 'assess-bucket-1' },
      state: 'failed',
      nativeState: '5',
      progress: {
        bytes: { done: 954329692, total: 954329692 },
        objects: { done: 0, total: 99020, failed: 99020, skipped: 0 },
      },
      speedBytesPerSecond: 0,
      startedAt: 1663070894867,
      elapsedMs: 4047612,
      failedObjects: { canRetry: true, listKey: `oms/task_group/${id}/failed_object_lists/` },
      copying: {
        overwrite: 'if size or time differ',
        check: 'size and time',
        copiesMetadata: false,
        restoresArchived: false,
        encrypts: false,
        requesterPays: false,
        recordsFailures: true,
      },
      limits: [],
      needsOnStart: ['source-key', 'target-key'],
      readAt,
    })
  })

  test.each<[unknown, State]>([
    [0, 'queued'],
    [1, 'running'],
    [2, 'running'],
    [3, 'paused'],
    [4, 'failed'],
    [5, 'failed'],
    [6, 'succeeded'],
    [7, 'pausing'],
    [8, 'deleting'],
    [9, 'deleting'],
    [10, 'unknown'],
    [null, 'unknown'],
  ])('in status %s is %s', (status, state) => {
    expect(migrationOf({ ...failedGroup, status })).toMatchObject({ state, nativeState: String(status ?? 'none') })
  })

  test('is recognized in upper case', () => {
    const urls = { task_type: 'URL_LIST', src_node: { cloud_type: 'URLSOURCE', list_file: { list_file_key: 'urls/' } } }
    expect(migrationOf({ group_id: id, ...urls })).toMatchObject({
      source: { cloud: 'URLSource', selection: 'url list', listFile: { key: 'urls/' } },
      needsOnStart: ['target-key'],
      progress: { bytes: {}, objects: {} },
    })
    expect(migrationOf({ group_id: id, src_node: { cloud_type: 'NEWCLOUD' } }).source.cloud).toBe('NEWCLOUD')
  })

  test('that cannot be read does not affect its page', () => {
    const page = wireGroupPage.parse({ taskgroups: [{ ...failedGroup, group_id: '../x' }, failedGroup], count: 2 })
    expect(page).toMatchObject({ rows: [{ group_id: id }], total: 2 })
    expect(page.unreadable).toHaveLength(1)
    expect(wireGroupPage.safeParse({ count: 0 }).success).toBe(false)
  })
})

describe('the reason why a group failed', () => {
  test.each([
    [[], undefined],
    [
      ['TRF.0004', 'TRF.0057', 'TRF.0057'],
      { code: 'TRF.0057', message: '3 tasks of the group failed: 2 with TRF.0057, 1 with TRF.0004.' },
    ],
    [['TRF.0004'], { code: 'TRF.0004', message: '1 task of the group failed: 1 with TRF.0004.' }],
    [[undefined], { message: '1 task of the group failed: 1 with no reason given.' }],
  ])('is the reason of its tasks: %j', (codes, expected) => {
    expect(failureOfTasks(pageOf(codes))).toEqual(expected)
  })

  test('says if Ferry has not seen all tasks', () => {
    const { message } = failureOfTasks(pageOf(['A', 'B', 'C', 'D'], 250)) ?? {}
    expect(message).toBe('250 tasks of the group failed. Of the first 4: 1 with A, 1 with B, 1 with C, and others.')
  })

  test('is the group’s own if it has one', async () => {
    const { connection } = await openAccount(answer({ status: 5 }))
    expect((await connection.show(target, {}))?.failure?.code).toBe('TRF.0057')
    const known = await openAccount(answer({ status: 4, error_reason: { error_code: 'OMS.1037' } }))
    expect((await known.connection.show(target, {}))?.failure).toEqual({ code: 'OMS.1037' })
    const running = await openAccount(answer({ status: 2 }))
    expect((await running.connection.show(target, {}))?.failure).toBeUndefined()
  })
})

describe('acting on a group', () => {
  test('pauses and deletes with one call each', async () => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection).pause(target, {})
    await operationsOf(connection).delete(target, {})
    expect(callsOf(server)).toEqual([`PUT /taskgroups/${id}/stop`, `DELETE /taskgroups/${id}`])
  })

  test.each([
    ['start', 'start', {}],
    ['retry', 'retry', { migrate_failed_object: false }],
    ['retryFailed', 'retry', { migrate_failed_object: true }],
  ] as const)('to %s is one call', async (name, path, more) => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection)[name]({ ...target, source, destination }, {})
    expect(callsOf(server)).toEqual([`PUT /taskgroups/${id}/${path}`])
    const keys = { src_ak: 'SRCAK', src_sk: 'SRCSK', dst_ak: 'DSTAK', dst_sk: 'DSTSK' }
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ ...keys, ...more })
  })

  test.each([[{ source: { ...source, sessionToken: 'token' }, destination }], [{ source }]])(
    'does not start it with keys that it does not take: %j',
    async (keys) => {
      const { connection, server } = await openAccount(answer({ status: 3 }))
      expect((await failure(operationsOf(connection).start({ ...target, ...keys }, {}))).code).toBe('form_invalid')
      expect(server.received).toEqual([])
    },
  )

  test.each(['start', 'retry'] as const)('to %s can open Azure with a connection string', async (name) => {
    const { connection, server } = await openAccount(() => ({ body: '' }))
    await operationsOf(connection)[name]({ ...target, source: { connectionString: 'azure' }, destination }, {})
    expect(callsOf(server)).toEqual([`PUT /taskgroups/${id}/${name}`])
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ connection_string: 'azure', dst_ak: 'DSTAK' })
  })

  test('reports it as gone after a real 404', async () => {
    const { connection } = await openAccount(() => refusal('OMS.1034', 404))
    expect(await connection.show(target, {})).toBeUndefined()
    await expect(operationsOf(connection).delete(target, {})).resolves.toBeUndefined()
  })
})

describe('requests about a group', () => {
  test('to create it send the order', async () => {
    const { call, server } = await openApi(() => ({ status: 201, body: { group_id: id } }))
    expect(await call(oms.CreateTaskGroup, prefixes)).toEqual({ group_id: id })
    expect(callsOf(server)).toEqual(['POST /taskgroups'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(prefixes)
  })

  test.each<[string, GroupCreation]>([
    ['no prefix', { ...prefixes, src_node: { ...prefixes.src_node, object_key: [] } }],
    ['a list without its folder', { ...prefixes, task_type: 'LIST' }],
    ['URLs from a bucket', { ...prefixes, task_type: 'URL_LIST' }],
    ['a description with an arrow', { ...prefixes, description: 'a -> b' }],
  ])('are refused before any call: %s', async (_, group) => {
    const { call, server } = await openApi(() => ({ body: {} }))
    expect((await failure(call(oms.CreateTaskGroup, group))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  })

  test('limit its bandwidth, and filter by its statuses only', async () => {
    const { call, server } = await openApi(() => ({ body: { taskgroups: [] } }))
    await call(oms.UpdateTaskGroup, { id, bandwidth_policy: [] })
    await call(oms.ListTaskGroup, { status: 0, limit: 1 })
    expect(callsOf(server)).toEqual([`PUT /taskgroups/${id}/update`, 'GET /taskgroups'])
    expect((await failure(call(oms.ListTaskGroup, { status: 10 }))).code).toBe('form_invalid')
  })
})

function migrationOf(group: object) {
  return groupToMigration(wireGroup.parse(group), { account: 'prod-hw', readAt })
}

function pageOf(codes: readonly (string | undefined)[], count = codes.length) {
  const tasks = codes.map((error_code, id) => ({ ...realTask, id, status: 4, error_reason: { error_code } }))
  return wireTaskPage.parse({ tasks, count })
}

/** Answers of OMS for a group and its failed tasks. */
function answer(group: object) {
  const task = { ...realTask, status: 4, error_reason: { error_code: 'TRF.0057', error_msg: 'Wrong keys' } }
  const shown = { ...failedGroup, ...group }
  return ({ path, method }: { path: string; method: string }): Reply => {
    if (method !== 'GET') return { body: '' }
    if (path.endsWith('/tasks')) return { body: { tasks: [task], count: 1 } }
    return { body: path.endsWith('/taskgroups') ? { taskgroups: [shown], count: 1 } : shown }
  }
}
