import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Call } from '../../../src/providers/http/endpoint.ts'
import { objectMigration } from '../../../src/providers/naver/api.ts'
import { createNaverCall } from '../../../src/providers/naver/client.ts'
import type { newPolicy } from '../../../src/providers/naver/creation/requests.ts'
import { accountOf } from '../../../src/providers/naver/credentials.ts'
import { signatureHeaders } from '../../../src/providers/naver/sign.ts'
import { failure } from '../cloud.ts'
import { type LocalServer, type Reply, startServer } from '../local-server.ts'
import { openHttp } from '../open-http.ts'
import { answers, callsOf } from './open-account.ts'
import { documentedPolicy } from './samples.ts'

type PolicyOrder = z.input<typeof newPolicy.schema>

const order: PolicyOrder = {
  title: 'awsmigpolicy',
  source: {
    sourceCspType: 'AWS',
    regionName: 'ap-southeast-2',
    bucketName: 'bucket13524',
    prefix: '',
    accessKey: 'SRCACCESSKEY',
    secretKey: 'SRCSECRETKEY',
  },
  target: { bucketName: 'migrationbucket', prefix: 'data/' },
}

describe('creating', () => {
  test('sends the order and returns the policy, which waits to be started', async () => {
    const { call, server } = await openApi(() => ({ body: { ...documentedPolicy, jobState: 'INITIALIZED' } }))
    expect(await call(objectMigration.CreateMigrationJob, order)).toMatchObject({
      title: 'migrationpolicy',
      jobState: 'INITIALIZED',
    })
    expect(callsOf(server)).toEqual(['POST /policy'])
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(order)
  })

  test('needs no prefix', async () => {
    const { call, server } = await openApi(() => ({ status: 201, body: '' }))
    const { prefix: _, ...source } = order.source
    const bare = { ...order, source, target: { bucketName: 'b' } }
    expect(await call(objectMigration.CreateMigrationJob, bare)).toBeUndefined()
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(bare)
  })

  // It is not documented what happens to a second policy with the same title.
  test('is not repeated if the response is lost', async () => {
    const { call, server } = await openApi(() => ({ status: 504, body: '<html>' }))
    expect((await failure(call(objectMigration.CreateMigrationJob, order))).code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test.each<[string, Partial<PolicyOrder>]>([
    ['no title', { title: '' }],
    ['a title with a blank', { title: 'my policy' }],
    ['a title with a slash', { title: 'a/b' }],
    ['a title of dots', { title: '..' }],
    ['a title of 101 bytes', { title: 'x'.repeat(101) }],
    ['a title of 34 Korean letters, which are 102 bytes', { title: '가'.repeat(34) }],
    ['no bucket', { source: { ...order.source, bucketName: '' } }],
    ['no key', { source: { ...order.source, secretKey: '' } }],
  ])('is refused before any call: %s', async (_, wrong) => {
    const { call, server } = await openApi(() => ({ body: documentedPolicy }))
    const error = await failure(call(objectMigration.CreateMigrationJob, { ...order, ...wrong }))
    expect(error.code).toBe('form_invalid')
    expect(JSON.stringify(error.details)).not.toContain('SRCSECRETKEY')
    expect(server.received).toEqual([])
  })

  test('reveals no key that a response quotes', async () => {
    const { call, server } = await openApi(() => ({
      status: 400,
      body: { error: { errorCode: '100', message: server.received[0]?.body } },
    }))
    const error = await failure(call(objectMigration.CreateMigrationJob, order))
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/SRCACCESSKEY|SRCSECRETKEY/)
  })
})

test('updating names the policy by its present title and replaces everything, including the title', async () => {
  const { call, server } = await openApi(() => ({ body: documentedPolicy }))
  await call(objectMigration.UpdateMigrationJob, { ...order, id: 'mypolicy' })
  expect(callsOf(server)).toEqual(['PUT /policy/mypolicy'])
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual(order)
})

test('a list is sorted by a field that NAVER calls order, in a direction that it calls sortBy', async () => {
  const { call, server } = await openApi(() => ({ body: { jobList: [] } }))
  await call(objectMigration.GetMigrationJobList, { order: 'title', sortBy: 'asc', limit: 3, page: 0 })
  const sent = Object.fromEntries(server.received[0]?.query ?? [])
  expect(sent).toEqual({ order: 'title', sortBy: 'asc', limit: '3', page: '0' })
})

test.each([{ limit: 0 }, { limit: 101 }, { page: -1 }, { page: 1.5 }])(
  'a filter that NAVER does not have is not sent: %j',
  async (filter) => {
    const { call, server } = await openApi(() => ({ body: { jobList: [] } }))
    expect((await failure(call(objectMigration.GetMigrationJobList, filter))).code).toBe('form_invalid')
    expect(server.received).toEqual([])
  },
)

test.each([
  ['nightly.copy-1_a', '/migration-api/v1/policy/nightly.copy-1_a'],
  ['야간', '/migration-api/v1/policy/%EC%95%BC%EA%B0%84'],
  ['a/../b?c=1#d', '/migration-api/v1/policy/a%2F..%2Fb%3Fc%3D1%23d'],
])('the title %s is encoded in the path, and signed as it is sent', async (title, path) => {
  const { call, server, clock } = await openApi(() => ({ body: { ...documentedPolicy, title } }))
  expect(await call(objectMigration.GetMigrationJob, { id: title })).toMatchObject({ title })
  const [received] = server.received
  expect(received?.path).toBe(path)
  const expected = signatureHeaders({ method: 'GET', url: new URL(path, server.url) }, answers, clock.now())
  expect(received?.headers).toMatchObject({ ...expected, 'x-ncp-region_code': 'KR' })
})

async function openApi(answer: () => Reply): Promise<{ call: Call; server: LocalServer; clock: { now(): number } }> {
  const server = await startServer(answer)
  const { fetchJson, clock } = openHttp()
  const account = accountOf({ ...answers, endpoint: server.url.origin })
  return { call: createNaverCall('prod-ncp', account, { clock, fetchJson, warn: () => {} }), server, clock }
}
