import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { listBuckets, listServices, objectStorage } from '../../../src/providers/upcloud/api.ts'
import type { newJob } from '../../../src/providers/upcloud/creation/requests.ts'
import { failure } from '../cloud.ts'
import type { Received, Reply } from '../local-server.ts'
import { callsOf, openAccount, serviceUuid, tokenAnswers, userAnswers } from './open-account.ts'
import { documentedOrder, job, realService } from './samples.ts'

describe('creating', () => {
  test('sends the order and returns the job', async () => {
    const { call, server } = await openAccount(() => ({ status: 201, body: job }))
    expect(await call(objectStorage.CreateJob, { service: serviceUuid, ...documentedOrder })).toMatchObject({
      id: job.uuid,
    })
    expect(callsOf(server)).toEqual(['POST /jobs'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(documentedOrder)
  })

  // A second job would copy everything twice.
  test.each([
    ['lost', { status: 502, body: '<html>' }],
    ['without an id', { status: 201, body: {} }],
  ])('is not repeated if the response is %s', async (_, reply) => {
    const { call, server } = await openAccount(() => reply)
    const error = await failure(call(objectStorage.CreateJob, { service: serviceUuid, ...documentedOrder }))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test.each<[string, Partial<z.input<typeof newJob.schema>>]>([
    ['no name', { name: '' }],
    ['an endpoint with a path', { source: { ...documentedOrder.source, endpoint: 'https://s3.example.com/bucket' } }],
    ['an endpoint with a key', { source: { ...documentedOrder.source, endpoint: 'https://a:b@s3.example.com' } }],
    ['no source bucket', { source: { ...documentedOrder.source, bucket: '' } }],
    ['no secret', { source: { ...documentedOrder.source, secret_access_key: '' } }],
    ['a target bucket with a slash', { target: { bucket: 'a/b' } }],
  ])('is refused before any call: %s', async (_, wrong) => {
    const { call, server } = await openAccount(() => ({ body: job }))
    const error = await failure(call(objectStorage.CreateJob, { service: serviceUuid, ...documentedOrder, ...wrong }))
    expect(error.code).toBe('form_invalid')
    expect(JSON.stringify(error.details)).not.toContain(documentedOrder.source.secret_access_key)
    expect(server.received).toEqual([])
  })

  test('reveals no key that a response quotes', async () => {
    const { call } = await openAccount(({ body }) => ({ status: 400, body: { title: body } }))
    const error = await failure(call(objectStorage.CreateJob, { service: serviceUuid, ...documentedOrder }))
    const { access_key_id: id, secret_access_key: secret } = documentedOrder.source
    expect(JSON.stringify([error.message, error.details])).not.toMatch(new RegExp(`${id}|${secret}`))
  })
})

describe('services', () => {
  test('are read as recorded, a hundred at a time', async () => {
    const all = Array.from({ length: 250 }, (_, index) => ({ ...realService, uuid: `service-${index}` }))
    const { call, server } = await openAccount(paged(all))
    const { rows: services } = await listServices(call)
    expect(services).toHaveLength(250)
    expect(services[0]).toEqual({
      uuid: 'service-0',
      name: 'go-sdk-integration-test',
      region: 'europe-1',
      configured_status: 'started',
      operational_state: 'setup-service',
      endpoints: [{ domain_name: 'e4r2i.upcloudobjects.com', type: 'public' }],
    })
    expect(server.received.map(({ query }) => query.toString())).toEqual([
      'limit=100&offset=0',
      'limit=100&offset=100',
      'limit=100&offset=200',
    ])
  })

  test('can be none, and reading ends even if pages repeat', async () => {
    expect(await listServices((await openAccount(() => ({ body: [] }))).call)).toEqual({ rows: [], unreadable: [] })
    const all = Array.from({ length: 100 }, (_, index) => ({ ...realService, uuid: `service-${index}` }))
    const { call, server } = await openAccount(() => ({ body: all }))
    expect((await listServices(call)).rows).toHaveLength(100)
    expect(server.received).toHaveLength(2)
  })
})

test('buckets that are being deleted are not shown, although UpCloud lists them for minutes', async () => {
  const bucket = { deleted: false, name: 'test', total_objects: 0, total_size_bytes: 0 }
  const { call, server } = await openAccount(() => ({ body: [bucket, { ...bucket, name: 'gone', deleted: true }] }))
  expect((await listBuckets(call, serviceUuid)).rows).toEqual([bucket])
  expect(callsOf(server)).toEqual(['GET /buckets'])
})

test('regions have the names of their zones', async () => {
  const region = { name: 'apac-1', primary_zone: 'sg-sin1', zones: [{ name: 'sg-sin1' }] }
  const { call, server } = await openAccount(() => ({ body: [region, { name: 'new' }, {}] }))
  expect((await call(objectStorage.ListRegions, {})).rows).toEqual([region, { name: 'new' }])
  expect(callsOf(server)).toEqual(['GET /object-storage-2/regions'])
})

test.each([
  [tokenAnswers, `Bearer ${tokenAnswers.token}`],
  [userAnswers, `Basic ${Buffer.from('ferry:not-a-password').toString('base64')}`],
])('the account of the user is shown', async (answers, authorization) => {
  const body = { account: { credits: 9972.2324, username: 'ferry', resource_limits: { managed_object_storages: 100 } } }
  const { call, server } = await openAccount(() => ({ body }), answers)
  expect(await call(objectStorage.ShowAccount, {})).toEqual({ username: 'ferry' })
  expect(callsOf(server)).toEqual(['GET /account'])
  expect(server.received[0]?.headers.authorization).toBe(authorization)
})

function paged(all: readonly object[]) {
  return ({ query }: Received): Reply => {
    const offset = Number(query.get('offset'))
    return { body: all.slice(offset, offset + Number(query.get('limit') ?? 10)) }
  }
}
