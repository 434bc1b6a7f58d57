import { describe, expect, test } from 'vitest'
import type { TaskSeed } from '../../../../playground/huawei/simulator.ts'
import type { FailedObject } from '../../../../src/migrations/failed-objects.ts'
import type { Migration } from '../../../../src/migrations/migration.ts'
import type { BodyStream } from '../../../../src/providers/http/exchange.ts'
import type { FetchJson } from '../../../../src/providers/http/http.ts'
import { huawei } from '../../../../src/providers/huawei/index.ts'
import type { Connection, FailuresOrder, Target } from '../../../../src/providers/provider.ts'
import { failure } from '../../cloud.ts'
import { connect } from '../../contract-world.ts'
import { openHttp } from '../../open-http.ts'
import { operationsOf } from '../../operations.ts'
import { projectId } from '../open-account.ts'
import { openConnection, type SimulatedWorld } from '../simulated.ts'

const limits = { objects: 1_000, bytes: 1_000_000, files: 20, forMs: 60_000 }
const failedTask = { status: 4, destinationBucket: 'archive', failedObjects: 3 } as const satisfies TaskSeed

type Opened = { world: SimulatedWorld; connection: Connection }

async function migrationOf(connection: Connection, target: Target): Promise<Migration> {
  const migration = await connection.show(target, {})
  if (migration === undefined) throw new Error('It is not there')
  return migration
}

async function read({ world, connection }: Opened, target: Target, changes: Partial<FailuresOrder> = {}) {
  const objects: FailedObject[] = []
  const order = {
    migration: await migrationOf(connection, target),
    secret: world.destination,
    limits,
    onObject: (object: FailedObject) => void objects.push(object),
    ...changes,
  }
  return { objects, outcome: await operationsOf(connection).failures(order, {}) }
}

async function openWithTask(seed: TaskSeed = {}): Promise<Opened & { target: Target }> {
  const opened = await openConnection()
  return {
    ...opened,
    target: { kind: 'task', id: opened.world.simulator.addTask(projectId, { ...failedTask, ...seed }) },
  }
}

describe('the failed objects', () => {
  test('of a task come from its list, with one read of one object', async () => {
    const names = ['2026/a b.jpg', 'x\ty,z.jpg', '<!channel>']
    const failedAs = names.map((name) => ({ reason: 'GET_SRC_OBJ_META_FAILURE', name, sourceCode: '404-NoSuchKey' }))
    const opened = await openWithTask({ failedAs })
    const { objects, outcome } = await read(opened, opened.target)
    expect(objects.map(({ name }) => name)).toEqual(names)
    expect(objects[0]).toEqual({ ...failedAs[0], at: expect.stringMatching(/^2026-11-2\d \d\d:\d\d:\d\d$/) })
    expect(outcome).toEqual({ files: 1, unreadable: 0 })
    const paths = opened.world.simulator.calls().map(({ method, path }) => `${method} ${path.split('/')[1]}`)
    expect(paths.filter((path) => !path.endsWith('v2'))).toEqual(['GET archive'])
  })

  test.each([true, false])(
    'of a group come from the lists of its tasks, each in a folder of its own: %s',
    async (failedListFolders) => {
      const opened = await openConnection({ failedListFolders })
      const id = opened.world.simulator.addGroup(projectId, {
        ...{ status: 5, destinationBucket: 'archive', taskCount: 2, failedObjects: 6, fractionDone: 1 },
        taskFailures: [0, 1].map((task) => ({ task, code: 'TRF.0004', afterFraction: 1 })),
      })
      const { objects, outcome } = await read(opened, { kind: 'group', id })
      expect([objects.length, outcome]).toEqual([6, { files: 2, unreadable: 0 }])
    },
  )

  test('of a synchronization task are this month’s', async () => {
    const opened = await openConnection()
    const id = opened.world.simulator.addSync(projectId, {
      ...{ destinationBucket: 'archive', historyMs: 3_600_000, requestsPerHour: 500, failureShare: 0.5 },
    })
    const target = { kind: 'sync', id } as const
    const { objects, outcome } = await read(opened, target)
    expect(objects.length).toBeGreaterThan(10)
    expect(outcome).toEqual({ files: 1, unreadable: 0 })
  })

  test.each([
    ['with commas, a heading and plus signs', { separator: ',', heading: true, lineBreak: '\r\n', blank: '+' }],
    ['with tabs', { separator: '\t', heading: true, lineBreak: '\n', blank: '%20' }],
    ['with bars', { separator: '|', heading: false, lineBreak: '\n', blank: '%20' }],
  ] as const)('can be read from a list %s', async (_, failedListForm) => {
    const opened = await openConnection({ failedListForm })
    const failedAs = [{ reason: 'UPLOAD_DST_OBJ_FAILURE', name: 'a, b|c\td.jpg', sourceCode: '-1' }]
    const id = opened.world.simulator.addTask(projectId, { ...failedTask, failedAs })
    const { objects } = await read(opened, { kind: 'task', id })
    expect(objects.map(({ name, sourceCode }) => [name, sourceCode])).toEqual(Array(3).fill(['a, b|c\td.jpg', '-1']))
  })

  test('are passed on once, even if their list broke off and was read again', async () => {
    const opened = await openWithTask({ failedObjects: 50 })
    const { objects: whole } = await read(opened, opened.target)
    const { fetchJson } = openHttp({ clock: opened.world.clock })
    const connection = connect(huawei, opened.world, breakingOff(fetchJson))
    const { objects, outcome } = await read({ ...opened, connection }, opened.target)
    expect(objects).toEqual(whole)
    expect(outcome).toEqual({ files: 1, unreadable: 0 })
  })

  test('are cut at the limit, with the reason', async () => {
    const opened = await openWithTask({ failedObjects: 50 })
    const few = await read(opened, opened.target, { limits: { ...limits, objects: 10 } })
    expect([few.objects.length, few.outcome]).toEqual([10, { files: 1, unreadable: 0, cut: 'objects' }])
    const short = await read(opened, opened.target, { limits: { ...limits, bytes: 500 } })
    expect(short.outcome?.cut).toBe('bytes')
    expect(short.objects.length).toBeLessThan(10)
    const exact = await read(opened, opened.target, { limits: { ...limits, objects: 50 } })
    expect(exact.outcome).toEqual({ files: 1, unreadable: 0 })
  })

  test('are cut if there are too many lists, or if reading takes too long', async () => {
    const opened = await openConnection()
    const id = opened.world.simulator.addGroup(projectId, {
      ...{ status: 5, destinationBucket: 'archive', taskCount: 4, failedObjects: 8, fractionDone: 1 },
      taskFailures: [0, 1, 2, 3].map((task) => ({ task, code: 'TRF.0004', afterFraction: 1 })),
    })
    const target = { kind: 'group', id } as const
    const few = await read(opened, target, { limits: { ...limits, files: 2 } })
    expect([few.objects.length, few.outcome]).toEqual([4, { files: 2, unreadable: 0, cut: 'files' }])
    const late = await read(opened, target, { limits: { ...limits, forMs: 0 } })
    expect([late.objects.length, late.outcome?.cut]).toEqual([0, 'time'])
  })
})

/** A text that arrives in two parts: half of it, and then all of it, as after a broken connection. */
function breakingOff(fetchJson: FetchJson): FetchJson {
  return ({ read: reader, ...request }) => {
    if (reader === undefined) return fetchJson(request)
    const readTwice = async (body: BodyStream) => {
      const pieces: Uint8Array[] = []
      for await (const piece of body) pieces.push(piece)
      const text = Buffer.concat(pieces)
      await expect(reader(brokenIn(text))).rejects.toThrow('broken')
      return reader(whole(text))
    }
    return fetchJson({ ...request, read: readTwice })
  }
}

async function* whole(text: Uint8Array) {
  yield text
}

async function* brokenIn(text: Uint8Array) {
  yield text.subarray(0, text.length / 2)
  throw new Error('broken')
}

describe('a list cannot be read', () => {
  const codeOf = async (opened: Opened & { target: Target }, changes: Partial<FailuresOrder> = {}) => {
    const error = await failure(read(opened, opened.target, changes))
    return error.code
  }

  test.each([
    ['a key that OBS does not know', { accessKey: 'UNKNOWNAK', secretKey: 'unknown-secret' }, 'failed_list_locked'],
    ['a secret key that is wrong', { accessKey: 'SRCEXAMPLEAK', secretKey: 'wrong-secret' }, 'failed_list_locked'],
    ['no pair', { connectionString: 'DefaultEndpointsProtocol=https' }, 'failed_list_key_unfit'],
  ] as const)('with %s', async (_, secret, code) => {
    expect(await codeOf(await openWithTask(), { secret })).toBe(code)
  })

  test('if it is gone', async () => {
    const opened = await openWithTask()
    const { failedObjects } = await migrationOf(opened.connection, opened.target)
    opened.world.simulator.deleteObject(projectId, failedObjects?.listKey ?? '')
    expect(await codeOf(opened)).toBe('failed_list_gone')
  })

  test('if its folder is empty', async () => {
    const opened = await openWithTask()
    const migration = await migrationOf(opened.connection, opened.target)
    const emptied = { ...migration, failedObjects: { canRetry: true, listKey: 'oms/task_group/none/' } }
    expect(await codeOf(opened, { migration: emptied })).toBe('failed_list_gone')
  })

  test.each([
    ['far', 'failed_list_elsewhere'],
    ['nowhere', 'failed_list_bucket_gone'],
    ['evil.example/#', 'failed_list_none'],
  ] as const)('if its bucket is %s', async (bucket, code) => {
    const opened = await openWithTask()
    const migration = await migrationOf(opened.connection, opened.target)
    expect(await codeOf(opened, { migration: { ...migration, target: { bucket } } })).toBe(code)
  })

  test('if its storage is unknown, and then no call is made', async () => {
    const elsewhere = await openConnection({}, { without: 'obsEndpoint' })
    const id = elsewhere.world.simulator.addTask(projectId, failedTask)
    expect(await codeOf({ ...elsewhere, target: { kind: 'task', id } })).toBe('failed_list_unplaced')
  })

  test.each([
    ['garbage', 'provider_failed'],
    ['throttle', 'provider_throttled'],
  ] as const)('while OBS answers with %s', async (kind, code) => {
    const opened = await openWithTask()
    opened.world.simulator.faults.add({ kind, path: 'failed_list', times: 9 })
    expect(await codeOf(opened)).toBe(code)
  })
})
