import { describe, expect, test } from 'vitest'
import { objectMigration } from '../../../src/providers/naver/api.ts'
import { createNaverCall } from '../../../src/providers/naver/client.ts'
import { accountOf } from '../../../src/providers/naver/credentials.ts'
import { naver } from '../../../src/providers/naver/index.ts'
import { failure } from '../cloud.ts'
import { describeProvider } from '../contract.ts'
import { openHttp } from '../open-http.ts'
import { operationsOf } from '../operations.ts'
import { readList } from '../read-list.ts'
import { account, openConnection, openSimulated } from './simulated.ts'

describeProvider(naver, openSimulated)
describeProvider({ ...naver, label: `${naver.label} with the plain errors of a service behind the gateway` }, () =>
  openSimulated({ behaviour: { unknownTitle: 'spring' } }),
)

const order = {
  title: 'nightly-copy',
  source: {
    sourceCspType: 'AWS',
    regionName: 'ap-southeast-2',
    bucketName: 'photos',
    accessKey: 'SRCACCESSKEY',
    secretKey: 'SRCSECRETKEY',
  },
  target: { bucketName: 'archive', prefix: 'aws/' },
} as const
const policy = { kind: 'policy', id: 'nightly-copy' } as const

describe('the simulated NAVER Cloud', () => {
  test('runs a policy from its creation to its end, with a pause and a new name in between', async () => {
    const { world, connection } = await openConnection()
    const { fetchJson } = openHttp({ clock: world.clock })
    const environment = { clock: world.clock, fetchJson, warn: () => {} }
    const call = createNaverCall('prod', accountOf(world.answers), environment)

    await call(objectMigration.CreateMigrationJob, { ...order, title: 'first' })
    expect(await connection.show({ ...policy, id: 'first' }, {})).toMatchObject({ state: 'queued' })
    await call(objectMigration.UpdateMigrationJob, { ...order, id: 'first' })
    expect(await connection.show({ ...policy, id: 'first' }, {})).toBeUndefined()

    await operationsOf(connection).start(policy, {})
    expect(await connection.show(policy, {})).toMatchObject({
      state: 'running',
      source: { cloud: 'AWS', region: 'ap-southeast-2', bucket: 'photos', selection: 'everything' },
      target: { region: 'KR', bucket: 'archive', prefix: 'aws/' },
      progress: { isCounting: true },
      createdAt: world.clock.now(),
    })
    await operationsOf(connection).pause(policy, {})
    await operationsOf(connection).start(policy, {})
    await world.clock.sleep(24 * 60 * 60_000)
    const done = await connection.show(policy, {})
    expect(done?.state).toBe('succeeded')
    expect(done?.progress.bytes.done).toBe(done?.progress.bytes.total)
  })

  test.each([{ errorsAs: 'xml' }, { errorCodeAs: 'integer' }, { withoutErrorDetails: true }] as const)(
    'has refusals in several formats that Ferry understands: %j',
    async (quirks) => {
      const { world, connection } = await openConnection({ quirks })
      const error = await failure(operationsOf(connection).pause(world.add('succeeded'), {}))
      expect(error).toMatchObject({
        code: 'provider_refused',
        details: { code: 'NAVER.100', message: 'Bad Request Exception', requestId: expect.stringMatching(/\w{32}/) },
      })
      expect(await connection.show(world.missing, {})).toBeUndefined()
    },
  )

  test('distinguishes a key without a permission from a wrong key', async () => {
    const { world, connection } = await openConnection({ account: { readOnly: true } })
    const target = world.add('running')
    expect(await connection.show(target, {})).toMatchObject({ state: 'running' })
    const error = await failure(operationsOf(connection).pause(target, {}))
    expect(error).toMatchObject({ code: 'provider_refused', details: { code: 'NAVER.210' } })
  })

  test('names the header if the region is wrong', async () => {
    const { connection } = await openConnection({ account: { regionCodes: ['SGN'] } })
    const error = await failure(connection.check({}))
    expect(error).toMatchObject({
      code: 'provider_refused',
      details: { detail: expect.stringContaining('region_code') },
    })
  })

  test.each(['total', 'page'] as const)('lists 250 policies, whatever its number counts: %s', async (numCounts) => {
    const { world, connection } = await openConnection({ behaviour: { numCounts } })
    for (let count = 0; count < 250; count += 1) world.add(count % 5 === 0 ? 'running' : 'succeeded')
    expect(await readList(connection, { kind: 'policy' })).toHaveLength(250)
    expect(world.callCount()).toBe(3)
  })

  test('may still show deleted policies', async () => {
    const { world, connection } = await openConnection({ behaviour: { deletedJobs: 'listed' } })
    const target = world.add('paused')
    await operationsOf(connection).delete(target, {})
    expect(await connection.show(target, {})).toMatchObject({ state: 'deleted', nativeState: 'DELETED' })
    expect(await readList(connection, { kind: 'policy' })).toEqual([])
  })

  test('may leave out fields and have an unknown state', async () => {
    const omittedFields = ['createTime', 'estimatedDone', 'estimatedSize', 'sourceBucketName', 'sourcePrefix']
    const { world, connection } = await openConnection({
      quirks: { omittedFields, stateShownAs: { STARTED: 'MOVING' } },
    })
    const migration = await connection.show(world.add('running'), {})
    expect(migration).toMatchObject({ state: 'unknown', nativeState: 'MOVING', source: { cloud: 'AWS' } })
    expect(migration).not.toHaveProperty('createdAt')
    expect(migration?.progress).not.toHaveProperty('isCounting')
  })

  test('may finish without having migrated all objects', async () => {
    const { world, connection } = await openConnection()
    const id = world.simulator.addJob(account, { state: 'DONE', objects: 10, bytes: 1000, skippedObjects: 3 })
    expect(await connection.show({ kind: 'policy', id }, {})).toMatchObject({
      state: 'succeeded',
      progress: {
        objects: { done: 7, total: 10 },
        bytes: { done: 700, total: 1000 },
        notMigrated: { objects: 3, bytes: 300 },
      },
    })
  })
})

describe('a 404 without a code of the gateway', () => {
  const body = { timestamp: '2026-11-21T12:00:00.000+00:00', status: 404, error: 'Not Found', path: '/policy/a' }

  test('means that a policy is gone if the list of all policies lacks it', async () => {
    const { world, connection } = await openConnection({ behaviour: { unknownTitle: 'spring' } })
    world.add('running')
    expect(await connection.show(world.missing, {})).toBeUndefined()
  })

  test('means that a deleted policy is gone, even if it is still listed as deleted', async () => {
    const { world, connection } = await openConnection({ behaviour: { deletedJobs: 'listed' } })
    const target = world.add('succeeded')
    await operationsOf(connection).delete(target, {})
    world.simulator.faults.add({ kind: 'status', status: 404, path: `/policy/${target.id}`, body })
    expect(await connection.show(target, {})).toBeUndefined()
  })

  test('says nothing of a policy that is listed', async () => {
    const { world, connection } = await openConnection()
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'status', status: 404, path: `/policy/${target.id}`, body })
    expect((await failure(connection.show(target, {}))).details).toMatchObject({ code: 'HTTP.404' })
  })

  test('says nothing if the list answers in the same way', async () => {
    const { world, connection } = await openConnection()
    world.simulator.faults.add({ kind: 'status', status: 404, path: '/polic', times: 9, body })
    expect((await failure(connection.show(world.missing, {}))).code).toBe('provider_refused')
  })

  test('says nothing as a page of HTML', async () => {
    const { world, connection } = await openConnection()
    world.simulator.faults.add({ kind: 'garbage', status: 404, path: '/policy/' })
    expect((await failure(connection.show(world.missing, {}))).code).toBe('provider_nonsense')
    expect(world.simulator.calls()).toHaveLength(1)
  })
})
