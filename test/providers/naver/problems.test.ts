import { describe, expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import type { Reply } from '../local-server.ts'
import { operationsOf } from '../operations.ts'
import { openAccount, refusal } from './open-account.ts'

const target = { kind: 'policy', id: 'nightly-copy' } as const
const xml = '<?xml version="1.0"?><error><errorCode>210</errorCode><message>Permission &lt;Denied&gt;</message></error>'

test.each<[string | number, number, string]>([
  ['100', 400, 'provider_refused'],
  ['200', 401, 'provider_denied'],
  // The key is right, but a permission or a subscription is missing.
  ['210', 401, 'provider_refused'],
  [210, 401, 'provider_refused'],
  ['230', 403, 'provider_refused'],
  ['300', 404, 'provider_refused'],
  // These only look like HTTP statuses.
  ['400', 429, 'provider_throttled'],
  ['410', 429, 'provider_throttled'],
  ['420', 429, 'provider_throttled'],
  ['430', 413, 'provider_refused'],
  ['500', 503, 'provider_outcome_unknown'],
  ['510', 504, 'provider_outcome_unknown'],
  ['900', 500, 'provider_outcome_unknown'],
])('code %j with %i is %s, and a pause is sent once', async (code, status, expected) => {
  const { connection, server } = await openAccount(() => refusal(code, status))
  const error = await failure(operationsOf(connection).pause(target, {}))
  expect(error).toMatchObject({
    code: expected,
    details: { code: `NAVER.${code}`, message: `About ${code}`, detail: 'Details', ref: 'prod-ncp/nightly-copy' },
  })
  expect(server.received).toHaveLength(1)
})

describe('a refusal can be read', () => {
  test.each<[string, Reply, object]>([
    ['in XML', { status: 401, body: xml }, { code: 'NAVER.210', message: 'Permission <Denied>' }],
    ['flat', { status: 400, body: { errorCode: 7, message: 'Wrong' } }, { code: 'NAVER.7', message: 'Wrong' }],
    [
      'in the service’s own format',
      { status: 409, body: { timestamp: 'now', status: 409, error: 'Conflict', message: 'In use' } },
      { code: 'HTTP.409', message: 'In use' },
    ],
    ['without a body', { status: 403, body: {} }, { code: 'HTTP.403', message: 'HTTP status 403' }],
    ['as a list', { status: 400, body: ['?'] }, { code: 'HTTP.400' }],
    [
      'with its trace id',
      { ...refusal('100', 400), headers: { 'x-ncp-trace-id': 'trace-1' } },
      { requestId: 'trace-1' },
    ],
    ['with a success status', { status: 200, body: { error: { errorCode: '900' } } }, { code: 'NAVER.900' }],
  ])('%s', async (_, reply, details) => {
    const { connection } = await openAccount(() => reply)
    expect(await failure(operationsOf(connection).pause(target, {}))).toMatchObject({
      code: 'provider_refused',
      details,
    })
  })

  test('as nonsense if it is a page', async () => {
    const { connection } = await openAccount(() => ({ status: 403, body: '<html>Blocked</html>' }))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
  })
})

describe('a 401', () => {
  test('without a readable date is about the key', async () => {
    const { connection } = await openAccount(() => ({ ...refusal('200', 401), headers: { date: 'yesterday' } }))
    expect((await failure(connection.check({}))).code).toBe('provider_denied')
  })

  test('for a missing permission is not about clocks', async () => {
    const { connection, clock } = await openAccount(() => refusal('210', 401))
    clock.advance(10 * 60_000)
    expect((await failure(connection.check({}))).details.code).toBe('NAVER.210')
  })
})
