import { expect, test } from 'vitest'
import { account, creation, policies, policy, startCloud } from './cloud.ts'

const minutes = 60_000
const invalid = {
  status: 401,
  body: {
    error: { errorCode: '200', message: 'Authentication Failed', details: 'Invalid authentication information.' },
  },
}

test('a signed call is accepted, with a query and an encoded title', async () => {
  const { call, simulator } = await startCloud()
  simulator.addJob('main', { title: '사진-2026' })
  expect(await call('GET', `${policies}?order=title&sortBy=desc&limit=3&page=0`)).toMatchObject({ status: 200 })
  const encoded = await call('GET', `${policy}/${encodeURIComponent('사진-2026')}`)
  expect(encoded).toMatchObject({ status: 200, body: { title: '사진-2026' } })
})

test.each(['x-ncp-apigw-timestamp', 'x-ncp-iam-access-key', 'x-ncp-apigw-signature-v2'])(
  'without %s, the error says that the information is missing',
  async (name) => {
    const { call } = await startCloud()
    expect(await call('GET', policies, { headers: { [name]: '' } })).toMatchObject({
      status: 401,
      body: { error: { errorCode: '200', details: 'Authentication information are missing.' } },
    })
  },
)

test('a wrong secret, an unknown key and a signature over another query are refused', async () => {
  const { call, raw } = await startCloud()
  expect(await call('GET', policies, { by: { ...account, secretKey: 'example-wrong' } })).toMatchObject(invalid)
  expect(await call('GET', policies, { by: { ...account, accessKey: 'NCPUNKNOWN' } })).toMatchObject(invalid)
  const headers = { 'x-ncp-apigw-signature-v2': 'D5hhI7pqz0nkVnKywKjiJYvzEnQa18HhAQcZH4fhqks=' }
  expect((await raw('GET', `${policies}?page=1`, { headers })).status).toBe(401)
})

test('a difference of five minutes between the clocks is too much, in both directions', async () => {
  const { call, clock } = await startCloud()
  const at = (offsetMs: number) => call('GET', policies, { signedAt: clock.now() + offsetMs })
  expect(await at(5 * minutes - 1)).toMatchObject({ status: 200 })
  expect(await at(1 - 5 * minutes)).toMatchObject({ status: 200 })
  expect(await at(5 * minutes)).toMatchObject(invalid)
  expect(await at(-5 * minutes)).toMatchObject(invalid)
  expect(await at(0.5)).toMatchObject(invalid)
})

test('the gateway’s clock can differ from the clock of the jobs', async () => {
  const { call, clock } = await startCloud({ gatewayClock: { now: () => Date.UTC(2026, 0, 5, 2) } })
  clock.jump(60 * minutes)
  const refused = await call('GET', policies)
  expect(refused).toMatchObject(invalid)
  expect(refused.headers.get('date')).toBe('Mon, 05 Jan 2026 02:00:00 GMT')
  expect(await call('GET', policies, { signedAt: Date.UTC(2026, 0, 5, 2) })).toMatchObject({ status: 200 })
})

test.each(['', 'US'])('region code "%s" is refused', async (code) => {
  const { call } = await startCloud()
  expect(await call('GET', policies, { headers: { 'x-ncp-region_code': code } })).toMatchObject({
    status: 400,
    body: { error: { errorCode: '100', details: 'Invalid parameter: x-ncp-region_code' } },
  })
})

test('a read-only key cannot change anything', async () => {
  const { call, simulator } = await startCloud({ accounts: [{ ...account, readOnly: true }] })
  const title = simulator.addJob('main')
  const denied = { status: 401, body: { error: { errorCode: '210', message: 'Permission Denied' } } }
  expect(await call('GET', `${policy}/${title}`)).toMatchObject({ status: 200 })
  expect(await call('POST', policy, { body: creation })).toMatchObject(denied)
  expect(await call('POST', `${policy}/${title}/pause`)).toMatchObject(denied)
  expect(simulator.jobs('main')).toMatchObject([{ jobState: 'STARTED' }])
})

test('an account can only see its own jobs', async () => {
  const other = { ...account, name: 'other', accessKey: 'NCPEXAMPLEACCESSKEY2' }
  const { call, simulator } = await startCloud({ accounts: [account, other] })
  simulator.addJob('other', { title: 'theirs' })
  expect((await call('GET', policies)).body).toMatchObject({ num: 0, jobList: [] })
  expect(await call('GET', `${policy}/theirs`)).toMatchObject({ status: 404 })
  expect(await call('GET', `${policy}/theirs`, { by: other })).toMatchObject({ status: 200 })
})

test('without a subscription to Object Storage, nothing can be created, and the list says so', async () => {
  const { call } = await startCloud({ accounts: [{ ...account, hasObjectStorage: false }] })
  expect((await call('GET', policies)).body).toMatchObject({ objStrContracted: false })
  expect(await call('POST', policy, { body: creation })).toMatchObject({ status: 401 })
})
