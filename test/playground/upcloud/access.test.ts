import { describe, expect, test } from 'vitest'
import { account, base, jobs, startCloud } from './cloud.ts'

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

test('a token and a password open the account', async () => {
  const { call } = await startCloud()
  const expected = { account: { username: 'ferry', credits: expect.any(Number) } }
  expect(await call('GET', '/1.3/account')).toMatchObject({ status: 200, type: 'application/json', body: expected })
  const authorization = basic('ferry', 'example-password')
  expect(await call('GET', '/1.3/account', { authorization })).toMatchObject({ status: 200, body: expected })
})

test.each([
  basic('ferry', 'wrong'),
  basic('stranger', 'example-password'),
  'Bearer ucat_WRONG',
  'Bearer',
  'Digest ucat_EXAMPLENOTREAL',
])('"%s" is refused in the legacy format', async (authorization) => {
  const { call } = await startCloud()
  expect(await call('GET', jobs, { authorization })).toMatchObject({
    status: 401,
    type: 'application/json',
    body: { error: { error_code: 'AUTHENTICATION_FAILED' } },
  })
})

test.each(['/1.3/account', jobs, '/1.3/nowhere'])(
  'without credentials, %s is refused in the legacy format with the media type of problems, before any routing',
  async (path) => {
    const { raw } = await startCloud()
    const answer = await raw('GET', path, { authorization: null })
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(JSON.parse(text)).toMatchObject({ error: { error_code: 'AUTHENTICATION_REQUIRED' } })
    expect(text).toContain('\n')
  },
)

test('a service of another account does not exist', async () => {
  const other = { username: 'other', token: 'ucat_OTHER', services: [] }
  const { call } = await startCloud({ accounts: [account, other] })
  expect(await call('GET', jobs, { authorization: 'Bearer ucat_OTHER' })).toMatchObject({ status: 404 })
  expect(await call('GET', base, { authorization: 'Bearer ucat_OTHER' })).toMatchObject({ body: [] })
})

describe('an error', () => {
  test('in object storage is a problem with a correlation id', async () => {
    const { call } = await startCloud()
    const { headers, ...answer } = await call('GET', `${jobs}/absent`)
    expect(answer).toEqual({
      status: 404,
      type: 'application/problem+json',
      body: {
        correlation_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
        status: 404,
        title: 'The resource you requested does not exist.',
        type: 'https://developers.upcloud.com/1.3/errors#ERROR_RESOURCE_NOT_FOUND',
      },
    })
    expect(headers.get('upcloud-cid')).toMatch(/^\w{26}$/)
  })

  test('can also have the legacy format, as elsewhere', async () => {
    const { call } = await startCloud({ behaviour: { errorFormat: 'legacy' } })
    expect(await call('GET', `${jobs}/absent`)).toMatchObject({
      status: 404,
      type: 'application/json; charset=UTF-8',
      body: { error: { error_code: 'RESOURCE_NOT_FOUND' } },
    })
    expect(await call('GET', '/1.3/nowhere')).toMatchObject({ body: { error: { error_code: 'NOT_FOUND' } } })
  })
})
