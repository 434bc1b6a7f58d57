import { expect, test } from 'vitest'
import { startCloud } from './cloud.ts'

const [v1, v2] = [
  { id: 'v1', status: 'SUPPORTED', updated: '2020-01-01T12:00:00Z' },
  { id: 'v2', status: 'CURRENT', updated: '2020-04-01T12:00:00Z' },
]

test('the API versions are listed with their addresses', async () => {
  const { call } = await startCloud()
  const links = [{ rel: 'self', href: 'https://oms.cn-north-4.myhuaweicloud.com/v2/' }]
  expect(await call('GET', '/')).toMatchObject({ status: 200, body: { versions: [v1, { ...v2, links }] } })
})

test('one version can be read, and an unknown one is 404', async () => {
  const { call } = await startCloud()
  expect(await call('GET', '/v2')).toMatchObject({ status: 200, body: v2 })
  expect(await call('GET', '/v3')).toMatchObject({ status: 404, body: { error_code: 'S3M.0256' } })
})

test('both can look as odd as in the reference: v1 twice, and a schema for a status', async () => {
  const { call } = await startCloud({ quirks: { versionsAsInExample: true } })
  const odd = { id: 'v1', status: { type: 'string', default: 'SUPPORTED' } }
  expect((await call('GET', '/')).body).toMatchObject({ versions: [odd, odd] })
  expect((await call('GET', '/v2')).body).toMatchObject({ id: 'v2', status: { type: 'string' } })
})

test('nobody can read them without credentials', async () => {
  const { call } = await startCloud()
  expect(await call('GET', '/', { headers: {} })).toMatchObject({ status: 401 })
})
