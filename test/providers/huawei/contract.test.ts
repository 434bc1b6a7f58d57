import { describe, expect, test } from 'vitest'
import type { State } from '../../../src/migrations/migration.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { Connection, Provider } from '../../../src/providers/provider.ts'
import { describeProvider } from '../contract.ts'
import { openHttp } from '../open-http.ts'
import { operationsOf } from '../operations.ts'
import { readList } from '../read-list.ts'
import { projectId } from './open-account.ts'
import { byKey, byUser, openSimulated, openSimulatedGroups } from './simulated.ts'

// The tasks of a group are tasks as well, and are left out here.
const ofGroups: Provider = {
  ...huawei,
  label: `${huawei.label} with task groups`,
  open: (account, environment) => {
    const connection = huawei.open(account, environment)
    return {
      ...connection,
      async readPage(part, options) {
        const page = await connection.readPage(part, options)
        return { ...page, migrations: page.migrations.filter(({ groupId }) => groupId === undefined) }
      },
    }
  },
}

describeProvider({ ...huawei, label: `${huawei.label} with an access key` }, () => openSimulated(byKey))
describeProvider({ ...huawei, label: `${huawei.label} with an IAM user` }, () => openSimulated(byUser))
// With the SDK's fields alone, a group is created in two calls: see editions.test.ts.
describe.each([
  { contract: 'reference', unknownFields: 'refused' },
  { contract: 'sdk', unknownFields: 'ignored' },
] as const)('with the fields of $contract, where others are $unknownFields', (behaviour) => {
  describeProvider(huawei, () => openSimulated(byKey, { behaviour }))
})
describeProvider(ofGroups, () => openSimulatedGroups(byKey))

describe('the simulated Huawei Cloud', () => {
  test('refuses for a while to delete a task that has just paused, and Ferry succeeds anyway', async () => {
    const { connection, world } = await open(byKey)
    const target = world.add('running')
    await operationsOf(connection).pause(target, {})
    expect(await connection.show(target, {})).toMatchObject({ state: 'pausing' })
    await world.clock.sleep(4_000)
    await operationsOf(connection).delete(target, {})
    expect(world.simulator.calls().some((call) => call.errorCode === 'OMS.0063')).toBe(true)
    expect(world.simulator.tasks(projectId)).toEqual([])
  })

  test('voids all tokens, and nobody notices', async () => {
    const { connection, world } = await open(byUser)
    const target = world.add('running')
    await connection.check({})
    world.simulator.revokeTokens()
    await operationsOf(connection).pause(target, {})
    await world.clock.sleep(10_000)
    expect(await connection.show(target, {})).toMatchObject({ state: 'paused' })
  })

  test('says why a task failed and which objects, and retries only those', async () => {
    const { connection, world } = await open(byKey)
    const id = world.simulator.addTask(projectId, { status: 4, errorCode: 'TRF.0004', failedObjects: 7 })
    const failed = await connection.show({ kind: 'task', id }, {})
    expect(failed).toMatchObject({
      failure: { code: 'TRF.0004' },
      failedObjects: { canRetry: true, listKey: expect.stringContaining('oms/') },
      progress: { objects: { failed: 7 } },
      needsOnStart: ['source-key', 'target-key'],
    })
    const { source, destination } = world
    await operationsOf(connection).retryFailed({ kind: 'task', id, source, destination }, {})
    expect(await connection.show({ kind: 'task', id }, {})).toMatchObject({ state: 'queued' })
  })

  test('reports other problems, and how a task copied', async () => {
    const { connection, world } = await open(byKey)
    const topic = { notificationTopic: 'urn:smn:cn-north-4:example:migrations', notificationError: 'S3M.0158' }
    const id = world.simulator.addTask(projectId, { ...topic, recordError: 'S3M.0309', recordFailedObjects: false })
    expect(await connection.show({ kind: 'task', id }, {})).not.toHaveProperty('mishaps')
    world.simulator.finishTask(id)
    expect(await connection.show({ kind: 'task', id }, {})).toMatchObject({
      mishaps: [
        { what: 'notification', code: 'S3M.0158' },
        { what: 'record of copied objects', code: 'S3M.0309' },
        { what: 'record of skipped objects', code: 'S3M.0309' },
      ],
      copying: { overwrite: 'if size or time differ', storageClass: 'STANDARD', recordsFailures: false },
    })
  })

  test('shows by its tasks why a group failed', async () => {
    const { connection, world } = await open(byKey)
    const taskFailures = [
      { task: 0, code: 'TRF.0057' },
      { task: 1, code: 'TRF.0057' },
      { task: 2, code: 'TRF.0004' },
    ]
    const id = world.simulator.addGroup(projectId, { status: 5, taskCount: 4, taskFailures, fractionDone: 1 })
    expect(await connection.show({ kind: 'group', id }, {})).toMatchObject({
      state: 'failed',
      failure: { code: 'TRF.0057', message: expect.stringContaining('2 with TRF.0057, 1 with TRF.0004') },
    })
  })

  test('pauses, starts and deletes a synchronization task', async () => {
    const { connection, world } = await open(byKey)
    const target = { kind: 'sync', id: world.simulator.addSync(projectId) } as const
    expect(await connection.show(target, {})).toMatchObject({ state: 'running', progress: { period: 'month' } })
    expect(await idsOf(connection, 'running')).toEqual([target.id])
    await operationsOf(connection).pause(target, {})
    expect(await connection.show(target, {})).toMatchObject({ state: 'paused' })
    expect(await idsOf(connection, 'running')).toEqual([])
    await operationsOf(connection).start({ ...target, source: world.source, destination: world.destination }, {})
    expect(await idsOf(connection, 'running')).toEqual([target.id])
    await operationsOf(connection).pause(target, {})
    await operationsOf(connection).delete(target, {})
    await operationsOf(connection).delete(target, {})
    expect(await connection.show(target, {})).toBeUndefined()
  })

  test('shows a task in an unknown future state', async () => {
    const { connection, world } = await open(byKey)
    world.add('succeeded')
    world.simulator.setQuirks({ statusShownAs: { 5: 42 }, noErrorReason: '', omittedFields: ['progress', 'src_node'] })
    const [listed] = await readList(connection, { kind: 'task' })
    expect(listed).toMatchObject({ state: 'unknown', nativeState: '42', source: {} })
  })
})

async function open(answers: typeof byKey) {
  const world = await openSimulated(answers)
  const { fetchJson } = openHttp({ clock: world.clock })
  const read = huawei.readCredentials(world.answers)
  if (!read.ok) throw new Error('The answers were refused')
  const environment = { clock: world.clock, fetchJson, warn: () => {} }
  return { world, connection: huawei.open({ name: 'prod', credentials: read.credentials }, environment) }
}

async function idsOf(connection: Connection, state: State): Promise<string[]> {
  return (await readList(connection, { kind: 'sync', state })).map(({ id }) => id)
}
