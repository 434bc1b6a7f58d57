import { expect, test } from 'vitest'
import { routes } from '../../../playground/upcloud/routes.ts'
import { base, creation, jobs, service, startCloud } from './cloud.ts'

/** The operations of the account, Managed Object Storage and its jobs that a migration needs. */
const covered = [
  'GET /1.3/account',
  'GET /1.3/object-storage-2',
  'GET /1.3/object-storage-2/regions',
  'GET /1.3/object-storage-2/regions/{name}',
  'GET /1.3/object-storage-2/{service_uuid}',
  'GET /1.3/object-storage-2/{service_uuid}/buckets',
  'POST /1.3/object-storage-2/{service_uuid}/buckets',
  'DELETE /1.3/object-storage-2/{service_uuid}/buckets/{name}',
  'GET /1.3/object-storage-2/{service_uuid}/jobs',
  'GET /1.3/object-storage-2/{service_uuid}/jobs/{job_uuid}',
  'POST /1.3/object-storage-2/{service_uuid}/jobs',
  'DELETE /1.3/object-storage-2/{service_uuid}/jobs/{job_uuid}',
]

test('every listed operation is simulated, including all four job operations, and no other', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(covered.toSorted())
  expect(new Set(routes.map(({ operation }) => operation)).size).toBe(routes.length)
})

test.each([
  ['PUT', `${jobs}/1`],
  ['POST', `${jobs}/1/pause`],
  ['GET', '/1.2/account'],
])('%s %s does not exist', async (method, path) => {
  const { call } = await startCloud()
  expect(await call(method, path)).toMatchObject({ status: 404 })
})

test('calls are logged with their error codes and without secrets', async () => {
  const { call, simulator, clock } = await startCloud()
  await call('POST', jobs, { body: creation })
  await call('GET', `${jobs}/absent`)
  await call('GET', base, { authorization: null })
  expect(simulator.calls()).toEqual([
    { at: clock.now(), method: 'POST', path: jobs, status: 201 },
    { at: clock.now(), method: 'GET', path: `${jobs}/absent`, status: 404, errorCode: 'RESOURCE_NOT_FOUND' },
    { at: clock.now(), method: 'GET', path: base, status: 401, errorCode: 'AUTHENTICATION_REQUIRED' },
  ])
})

test('after a reset, the simulator starts again and the same things happen', async () => {
  const { call, simulator } = await startCloud()
  const first = (await call('POST', jobs, { body: creation })).body
  simulator.reset()
  expect(simulator.jobs(service)).toEqual([])
  expect(simulator.calls()).toEqual([])
  expect((await call('POST', jobs, { body: creation })).body).toEqual(first)
})
