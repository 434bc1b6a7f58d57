import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/providers/http/endpoint.ts'
import { listBuckets, listServices, objectStorage } from '../../../src/providers/upcloud/api.ts'
import { createUpCloudCall } from '../../../src/providers/upcloud/client.ts'
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

/** Each reading of what no document shows. */
describeProvider({ ...upcloud, label: `${upcloud.label} in the style of its older resources` }, () =>
  openSimulated(byToken, {
    quirks: { stateField: 'status' },
    behaviour: { jobListAs: 'older envelope', unknownJob: 'untyped', errorFormat: 'legacy' },
  }),
)

const order = { ...documentedOrder, service: serviceUuid, target: { bucket: 'archive' } }

describe('the simulated UpCloud', () => {
  test('runs a job from its creation to its end', async () => {
    const { world, connection } = await openConnection({ quirks: { hasProgress: true } })
    const { id } = await callOf(world)(objectStorage.CreateJob, order)
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
    expect(await call(objectStorage.ShowAccount, {})).toEqual({ username: 'ferry' })
    expect((await listServices(call)).rows).toMatchObject([{ uuid: serviceUuid, name: 'archive', region: 'europe-1' }])
    expect((await listBuckets(call, serviceUuid)).rows).toMatchObject([{ name: 'archive', deleted: false }])
    expect((await call(objectStorage.ListRegions, {})).rows.map(({ name }) => name)).toContain('europe-1')
  })

  test('says which parameter of a new job is wrong', async () => {
    const { world } = await openConnection()
    const error = await failure(callOf(world)(objectStorage.CreateJob, { ...order, target: { bucket: 'nowhere' } }))
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
    { jobListAs: 'older envelope' },
    { jobPaging: 'limit-offset' },
  ] as const)('lists 250 jobs, however it pages: %j', async (behaviour) => {
    const { world, connection } = await openConnection({ behaviour })
    for (let count = 0; count < 250; count += 1) world.add(count % 5 === 0 ? 'running' : 'succeeded')
    expect(await readList(connection, { kind: 'job' })).toHaveLength(250)
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

  test('may refuse to list jobs in pages: it is asked once more without, and its list proves nothing', async () => {
    const { world, connection } = await openConnection({ behaviour: { jobPaging: 'refused', unknownJob: 'untyped' } })
    for (let count = 0; count < 12; count += 1) world.add('running')
    const listed = () => world.simulator.calls().filter(({ path }) => /\/jobs(\?|$)/.test(path))
    await connection.check({})
    expect(listed().map(({ status }) => status)).toEqual([400, 200])
    const page = await connection.readPage({ kind: 'job', offset: 0 }, {})
    expect(page).toMatchObject({ rows: 10, isLast: true, isCut: true })
    expect(page).not.toHaveProperty('total')
    expect(listed().map(({ status }) => status)).toEqual([400, 200, 200])
    // The list lacks it, and may lack others that exist.
    expect((await failure(connection.show(world.missing, {}))).details).toMatchObject({ status: 404, code: 'HTTP.404' })
  })

  test('may refuse pages in its older words', async () => {
    const { world, connection } = await openConnection({ behaviour: { jobPaging: 'refused', errorFormat: 'legacy' } })
    world.simulator.faults.add({
      kind: 'status',
      status: 400,
      path: '/jobs?',
      body: { error: { error_code: 'INVALID_REQUEST', error_message: 'Unknown parameter limit.' } },
    })
    world.add('running')
    expect(await connection.readPage({ kind: 'job', offset: 0 }, {})).toMatchObject({ rows: 1, isCut: true })
  })

  test('is not asked again without pages for another refusal', async () => {
    const { world, connection } = await openConnection()
    const body = { status: 400, type: 'https://developers.upcloud.com/1.3/errors#ERROR_INVALID_REQUEST', title: 'No.' }
    world.simulator.faults.add({ kind: 'status', status: 400, path: '/jobs?', body })
    expect((await failure(connection.check({}))).code).toBe('provider_refused')
    expect(world.simulator.calls()).toHaveLength(1)
  })

  test('may leave out fields and have an unknown state', async () => {
    const quirks = { omittedFields: ['source', 'created_at', 'name'], stateShownAs: { running: 'in-progress' } }
    const { world, connection } = await openConnection({ quirks })
    const migration = await connection.show(world.add('running'), {})
    expect(migration).toMatchObject({ state: 'unknown', nativeState: 'in-progress', source: {} })
    expect(migration).not.toHaveProperty('createdAt')
  })
})

describe('a 404 without a code of UpCloud', () => {
  const body = { status: 404, title: 'Not Found' }

  test('means that a job is gone if the list of all jobs lacks it', async () => {
    const { world, connection } = await openConnection({ behaviour: { unknownJob: 'untyped' } })
    world.add('running')
    expect(await connection.show(world.missing, {})).toBeUndefined()
  })

  test('says nothing of a job that is listed', async () => {
    const { world, connection } = await openConnection()
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'status', status: 404, path: `/${target.id}`, body })
    expect((await failure(connection.show(target, {}))).details).toMatchObject({ code: 'HTTP.404' })
  })

  test('says nothing if the list can’t be read', async () => {
    const { world, connection } = await openConnection({ behaviour: { unknownJob: 'untyped' } })
    world.simulator.faults.add({ kind: 'status', status: 404, path: '/jobs?', body })
    expect((await failure(connection.show(world.missing, {}))).code).toBe('provider_refused')
  })

  test.each([
    ['a page of HTML', { kind: 'garbage', status: 404 }],
    ['no body', { kind: 'status', status: 404 }],
    ['plain words in JSON', { kind: 'status', status: 404, body: '"not here"' }],
  ] as const)('says nothing with %s', async (_, fault) => {
    const { world, connection } = await openConnection()
    world.simulator.faults.add({ ...fault, path: `/${world.missing.id}` })
    expect((await failure(connection.show(world.missing, {}))).code).toMatch(/^provider_(refused|nonsense)$/)
    expect(world.simulator.calls()).toHaveLength(1)
  })
})

function callOf(world: SimulatedWorld): Call {
  const { fetchJson } = openHttp({ clock: world.clock })
  return createUpCloudCall('prod', accountOf(world.answers), { clock: world.clock, fetchJson, warn: () => {} })
}
