import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { account, base, buckets, creation, jobs, service, startCloud } from './cloud.ts'

const hours = 3_600_000
const jobSchema = z.looseObject({ uuid: z.string() })

async function startWithJob(options: Parameters<typeof startCloud>[0] = {}, body: unknown = creation) {
  const cloud = await startCloud(options)
  const answer = await cloud.call('POST', jobs, { body })
  const { uuid } = jobSchema.parse(answer.body)
  return { ...cloud, answer, uuid, path: `${jobs}/${uuid}` }
}

describe('create', () => {
  test('returns the request without its keys, and waits', async () => {
    const body = {
      ...creation,
      source: { ...creation.source, prefix: 'a/' },
      target: { bucket: 'archive', prefix: 'b/' },
    }
    const { answer, uuid } = await startWithJob({}, body)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      uuid: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/),
      name: 'photos',
      type: 'data-migration',
      state: 'pending',
      source: { endpoint: 's3.amazonaws.com', region: 'us-east-1', bucket: 'photos', prefix: 'a/' },
      target: { bucket: 'archive', prefix: 'b/' },
      created_at: '2026-01-05T02:00:00.000000Z',
      updated_at: '2026-01-05T02:00:00.000000Z',
    })
    expect(z.uuid().safeParse(uuid).success).toBe(true)
  })

  test.each([
    ['name', { ...creation, name: undefined }],
    ['type', { ...creation, type: 'copy' }],
    ['source', { ...creation, source: undefined }],
    ['source.secret_access_key', { ...creation, source: { ...creation.source, secret_access_key: '' } }],
    ['target.bucket', { ...creation, target: {} }],
    ['target.bucket', { ...creation, target: { bucket: 'nowhere' } }],
    ['', 'not json'],
  ])('names a wrong "%s"', async (name, body) => {
    const { call, simulator } = await startCloud()
    expect(await call('POST', jobs, { body })).toMatchObject({
      status: 400,
      type: 'application/problem+json',
      body: { title: 'Validation error.', invalid_params: [{ name, reason: expect.any(String) }] },
    })
    expect(simulator.jobs(service)).toEqual([])
  })

  test('is refused for a bucket that is being deleted, and without credits', async () => {
    const { call } = await startCloud()
    await call('DELETE', `${buckets}/archive`)
    expect(await call('POST', jobs, { body: creation })).toMatchObject({ status: 400 })
    const poor = await startCloud({ accounts: [{ ...account, credits: 0 }] })
    expect(await poor.call('POST', jobs, { body: creation })).toMatchObject({ status: 402 })
  })

  test('can accept a bucket that does not exist and fail later, and can answer 200', async () => {
    const body = { ...creation, target: { bucket: 'nowhere' } }
    const { answer, clock, show, uuid } = await startWithJob(
      { behaviour: { missingTarget: 'fails', createdStatus: 200 } },
      body,
    )
    expect(answer.status).toBe(200)
    clock.jump(60_000)
    expect(await show(uuid)).toMatchObject({ state: 'failed' })
  })
})

describe('a job', () => {
  test('waits, runs and completes by itself', async () => {
    const { clock, show, uuid } = await startWithJob()
    clock.jump(2_000)
    expect(await show(uuid)).toMatchObject({ state: 'running', updated_at: '2026-01-05T02:00:02.000000Z' })
    clock.jump(2 * hours)
    expect(await show(uuid)).toMatchObject({ state: 'completed' })
  })

  test.each([
    ['keys', { secret_access_key: 'exampleWrong' }],
    ['bucket', { bucket: 'nowhere' }],
  ])('fails soon if the %s of its source are wrong', async (_, wrong) => {
    const sources = { ...account.sources, buckets: [{ name: 'photos' }] }
    const body = { ...creation, source: { ...creation.source, ...wrong } }
    const { clock, show, uuid, simulator } = await startWithJob({ accounts: [{ ...account, sources }] }, body)
    clock.jump(2_000)
    expect(await show(uuid)).toMatchObject({ state: 'running' })
    clock.jump(3_000)
    expect(await show(uuid)).toMatchObject({ state: 'failed' })
    expect(simulator.jobs(service)).toMatchObject([{ migrated_objects: 0 }])
  })

  test('can fail halfway', async () => {
    const { clock, simulator } = await startCloud()
    simulator.addJob(service, { bytes: 10e9, failAfterFraction: 0.5 })
    clock.jump(hours)
    expect(simulator.jobs(service)).toMatchObject([{ state: 'failed', migrated_size_bytes: expect.closeTo(5e9, -6) }])
  })

  test('shows neither figures nor reasons by default, and uses one of two names for its state', async () => {
    const { clock, simulator, show } = await startCloud()
    const uuid = simulator.addJob(service, { isPossible: false })
    clock.jump(10_000)
    const plain = await show(uuid)
    expect(plain).toMatchObject({ state: 'failed' })
    expect(plain).not.toHaveProperty('migrated_objects')
    simulator.setQuirks({
      ...{ stateField: 'operational_state', hasProgress: true, hasStateMessages: true },
      ...{ stateShownAs: { failed: 'broken' }, omittedFields: ['name'] },
    })
    const bent = await show(uuid)
    expect(bent).toMatchObject({
      operational_state: 'broken',
      total_objects: expect.any(Number),
      state_messages: [{ code: 'source_not_accessible' }],
    })
    expect(bent).not.toHaveProperty('state')
    expect(bent).not.toHaveProperty('name')
  })
})

describe('cancel', () => {
  test.each([0, 60_000])('answers 204 after %d ms, and nothing is copied any more', async (ms) => {
    const { call, clock, path, simulator } = await startWithJob()
    clock.jump(ms)
    expect(await call('DELETE', path)).toMatchObject({ status: 204, body: undefined })
    const cancelled = simulator.jobs(service)
    expect(cancelled).toMatchObject([{ state: 'cancelled' }])
    clock.jump(hours)
    expect(simulator.jobs(service)).toEqual(cancelled)
  })

  test('can answer 200 with the job, and the job can be gone', async () => {
    const { call, path, simulator } = await startWithJob({ behaviour: { cancelStatus: 200, cancelledJobs: 'gone' } })
    expect(await call('DELETE', path)).toMatchObject({ status: 200, body: { state: 'cancelled' } })
    expect(await call('GET', path)).toMatchObject({ status: 404 })
    expect(simulator.jobs(service)).toEqual([])
  })

  test.each([
    [409, 'UNABLE_TO_CANCEL'],
    [404, 'RESOURCE_NOT_FOUND'],
    [400, 'UNABLE_TO_CANCEL'],
  ] as const)('of an ended job can be %d', async (cancelEndedStatus, code) => {
    const { call, simulator } = await startCloud({ behaviour: { cancelEndedStatus } })
    for (const state of ['completed', 'failed', 'cancelled'] as const) {
      const uuid = simulator.addJob(service, { state })
      expect(await call('DELETE', `${jobs}/${uuid}`)).toMatchObject({
        status: cancelEndedStatus,
        body: { status: cancelEndedStatus, type: expect.stringContaining(`#ERROR_${code}`) },
      })
    }
    expect(simulator.jobs(service)).toMatchObject([{ state: 'completed' }, { state: 'failed' }, { state: 'cancelled' }])
  })

  test('of an ended job is 409 by default', async () => {
    const { call, simulator } = await startCloud()
    const uuid = simulator.addJob(service, { state: 'completed' })
    expect(await call('DELETE', `${jobs}/${uuid}`)).toMatchObject({ status: 409 })
  })
})

describe('the list', () => {
  test('is an array of ten, newest first, and empty at first', async () => {
    const { call, simulator } = await startCloud()
    expect((await call('GET', jobs)).body).toEqual([])
    const uuids = Array.from({ length: 12 }, () => simulator.addJob(service))
    const { body } = await call('GET', jobs)
    expect(
      z
        .array(jobSchema)
        .parse(body)
        .map(({ uuid }) => uuid),
    ).toEqual(uuids.toReversed().slice(0, 10))
    expect((await call('GET', `${jobs}?limit=100`)).body).toHaveLength(12)
    expect(await call('GET', `${jobs}?limit=101`)).toMatchObject({ status: 400 })
  })

  test('can be wrapped in an object, and can come complete', async () => {
    const { call, simulator } = await startCloud({ behaviour: { jobListAs: 'jobs', jobPaging: 'none' } })
    for (let count = 0; count < 12; count++) simulator.addJob(service)
    const { body } = await call('GET', jobs)
    expect(z.object({ jobs: z.array(jobSchema) }).parse(body).jobs).toHaveLength(12)
  })

  test('has only the jobs of its service', async () => {
    const second = { uuid: '11111111-0000-4000-a000-000000000000', name: 'second' }
    const { call, simulator } = await startCloud({
      accounts: [{ ...account, services: [...account.services, second] }],
    })
    const uuid = simulator.addJob(second.uuid)
    expect((await call('GET', jobs)).body).toEqual([])
    expect(await call('GET', `${jobs}/${uuid}`)).toMatchObject({ status: 404 })
    expect(await call('GET', `${base}/${second.uuid}/jobs/${uuid}`)).toMatchObject({ status: 200 })
  })
})
