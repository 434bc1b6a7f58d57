import { describe, expect, test } from 'vitest'
import { createJob, listBuckets, listRegions, listServices, showAccount } from '../../../src/providers/upcloud/api.ts'
import { createUpCloudCall, type UpCloudCall } from '../../../src/providers/upcloud/client.ts'
import { accountOf } from '../../../src/providers/upcloud/credentials.ts'
import { upcloud } from '../../../src/providers/upcloud/index.ts'
import { failure } from '../cloud.ts'
import { describeProvider } from '../contract.ts'
import { openHttp } from '../open-http.ts'
import { readList } from '../read-list.ts'
import { cancel, serviceUuid } from './open-account.ts'
import { documentedOrder } from './samples.ts'
import { byToken, byUser, openConnection, openSimulated, type SimulatedWorld } from './simulated.ts'

describeProvider({ ...upcloud, label: `${upcloud.label} with a token` }, () => openSimulated(byToken))
describeProvider({ ...upcloud, label: `${upcloud.label} with a password` }, () => openSimulated(byUser))

const order = { ...documentedOrder, serviceId: serviceUuid, target: { bucket: 'archive' } }

describe('the simulated UpCloud', () => {
  test('runs a job from its creation to its end', async () => {
    const { world, connection } = await openConnection({ quirks: { hasProgress: true } })
    const { id } = await createJob(callOf(world), order)
    const target = { kind: 'job', id } as const
    expect(await connection.show(target, {})).toMatchObject({
      name: 'aws-migration',
      state: 'queued',
      source: { cloud: 's3.amazonaws.com', region: 'us-east-1', bucket: 'my-aws-bucket' },
      target: { bucket: 'archive' },
      createdAt: world.clock.now(),
    })
    await world.clock.sleep(24 * 60 * 60_000)
    const done = await connection.show(target, {})
    expect(done?.state).toBe('succeeded')
    expect(done?.progress.bytes).toMatchObject({ done: done?.progress.bytes.total })
  })

  test('shows the possible destinations', async () => {
    const { world } = await openConnection()
    const call = callOf(world)
    expect(await showAccount(call)).toEqual({ username: 'ferry' })
    expect((await listServices(call)).rows).toMatchObject([{ uuid: serviceUuid, name: 'archive', region: 'europe-1' }])
    expect((await listBuckets(call, serviceUuid)).rows).toMatchObject([{ name: 'archive', deleted: false }])
    expect((await listRegions(call)).rows.map(({ name }) => name)).toContain('europe-1')
  })

  test('says which parameter of a new job is wrong', async () => {
    const { world } = await openConnection()
    const error = await failure(createJob(callOf(world), { ...order, target: { bucket: 'nowhere' } }))
    expect(error).toMatchObject({
      code: 'provider_refused',
      details: { code: 'UPCLOUD.INVALID_REQUEST', detail: expect.stringContaining('target.bucket') },
    })
  })

  test.each([{ errorFormat: 'legacy' }, { errorFormat: 'problem' }] as const)(
    'has refusals in several formats that Ferry understands: %j',
    async (behaviour) => {
      const { world, connection } = await openConnection({ behaviour })
      const error = await failure(cancel(connection, world.add('succeeded')))
      expect(error).toMatchObject({ code: 'provider_refused', details: { code: 'UPCLOUD.UNABLE_TO_CANCEL' } })
      expect(await connection.show(world.missing, {})).toBeUndefined()
    },
  )

  test.each([
    { jobListAs: 'jobs' },
    { jobPaging: 'none' },
    { jobListAs: 'jobs', jobPaging: 'none' },
    { jobPaging: 'limit-offset' },
  ] as const)('lists 250 jobs, however it pages: %j', async (behaviour) => {
    const { world, connection } = await openConnection({ behaviour })
    for (let count = 0; count < 250; count += 1) world.add(count % 5 === 0 ? 'running' : 'succeeded')
    expect(await readList(connection, { kind: 'job' })).toHaveLength(250)
    expect(await connection.list({ state: 'succeeded', offset: 190, limit: 20 }, {})).toMatchObject({ total: 200 })
  })

  test('may no longer show cancelled jobs', async () => {
    const { world, connection } = await openConnection({ behaviour: { cancelledJobs: 'gone', cancelStatus: 200 } })
    const target = world.add('running')
    await cancel(connection, target)
    expect(await connection.show(target, {})).toBeUndefined()
  })

  test('may use the other name of a state, and says why a job failed', async () => {
    const quirks = { stateField: 'operational_state', hasStateMessages: true } as const
    const { world, connection } = await openConnection({ quirks })
    const id = world.simulator.addJob(serviceUuid, { state: 'failed', isPossible: false })
    expect(await connection.show({ kind: 'job', id }, {})).toMatchObject({
      state: 'failed',
      failure: { code: 'UPCLOUD.SOURCE_NOT_ACCESSIBLE', message: expect.stringContaining('source bucket') },
    })
  })

  test('may leave out fields and have an unknown state', async () => {
    const quirks = { omittedFields: ['source', 'created_at', 'name'], stateShownAs: { running: 'in-progress' } }
    const { world, connection } = await openConnection({ quirks })
    const migration = await connection.show(world.add('running'), {})
    expect(migration).toMatchObject({ state: 'unknown', nativeState: 'in-progress', source: {} })
    expect(migration).not.toHaveProperty('createdAt')
  })
})

function callOf(world: SimulatedWorld): UpCloudCall {
  const { fetchJson } = openHttp({ clock: world.clock })
  return createUpCloudCall('prod', accountOf(world.answers), { clock: world.clock, fetchJson, warn: () => {} })
}
