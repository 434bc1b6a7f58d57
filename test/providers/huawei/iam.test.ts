import { expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import type { Received, Reply } from '../local-server.ts'
import { callsOf, openAccount, projectId, refusal, userAnswers } from './open-account.ts'

const hourMs = 3_600_000
const login = 'POST /v3/auth/tokens'
const list = 'GET /tasks'

test('a user signs in once, with a token for the project, even for several calls at once', async () => {
  const { connection, server } = await openAccount(cloud(), userAnswers)
  await Promise.all([connection.check({}), connection.check({}), connection.check({})])
  await connection.check({})
  expect(callsOf(server)).toEqual([login, list, list, list, list])
  const [signIn, call] = server.received
  expect(JSON.parse(signIn?.body ?? '')).toEqual({
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: 'ferry', password: 'not-a-password', domain: { name: 'example' } } },
      },
      scope: { project: { id: projectId } },
    },
  })
  expect(signIn?.query.get('nocatalog')).toBe('true')
  expect(call?.headers['x-auth-token']).toBe('token-1')
  expect(call?.headers.authorization).toBeUndefined()
})

test('a token is renewed shortly before it expires', async () => {
  const { connection, server, clock } = await openAccount(cloud(), userAnswers)
  await connection.check({})
  clock.advance(23 * hourMs)
  await connection.check({})
  clock.advance(hourMs - 60_000)
  await connection.check({})
  expect(callsOf(server)).toEqual([login, list, list, login, list])
})

test('a voided token is renewed once for all calls', async () => {
  const { connection, server } = await openAccount(cloud({ isVoid: (token) => token === 'token-1' }), userAnswers)
  await Promise.all([connection.check({}), connection.check({}), connection.check({})])
  expect(callsOf(server).filter((call) => call === login)).toHaveLength(2)
  expect(callsOf(server).filter((call) => call === list)).toHaveLength(6)
})

test('if the new token is refused as well, the call fails with that', async () => {
  const { connection, server } = await openAccount(cloud({ isVoid: () => true }), userAnswers)
  const error = await failure(connection.check({}))
  expect(error).toMatchObject({ code: 'provider_denied', details: { code: 'APIGW.0307', account: 'prod-hw' } })
  expect(callsOf(server)).toEqual([login, list, login, list])
})

// Five wrong passwords lock the user.
test('a wrong password is tried once, and does not appear in the error', async () => {
  const wrong = { error: { code: 401, message: 'The password not-a-password is wrong.', title: 'Unauthorized' } }
  const { connection, server } = await openAccount(() => ({ status: 401, body: wrong }), userAnswers)
  const error = await failure(connection.check({}))
  expect(error.code).toBe('provider_denied')
  expect(error.details.message).toBe('The password [redacted] is wrong.')
  expect(callsOf(server)).toEqual([login])
})

// Its code is a number, which would be explained as an unknown code of OMS.
test('a refusal by IAM is reported with its HTTP status and IAM’s words', async () => {
  const locked = { error: { code: 403, message: 'The account is locked.', title: 'Forbidden' } }
  const { connection } = await openAccount(() => ({ status: 403, body: locked }), userAnswers)
  expect(await failure(connection.check({}))).toMatchObject({
    code: 'provider_refused',
    details: { code: 'HTTP.403', message: 'The account is locked.' },
  })
})

test('after a failed sign-in, the next call tries again', async () => {
  const answer = cloud()
  let isBroken = true
  const { connection } = await openAccount(
    (received) => (isBroken ? { status: 400, body: {} } : answer(received)),
    userAnswers,
  )
  expect((await failure(connection.check({}))).code).toBe('provider_refused')
  isBroken = false
  await connection.check({})
})

test('a response without a token is reported as nonsense', async () => {
  const { connection } = await openAccount(
    () => ({ status: 201, body: { token: { expires_at: '2026-11-22T12:00:00.000000Z' } } }),
    userAnswers,
  )
  expect(await failure(connection.check({}))).toMatchObject({
    code: 'provider_nonsense',
    details: { reason: 'no token' },
  })
})

/** Issues token-1, token-2 and so on, each valid for 24 hours from the last call. */
function cloud({ isVoid }: { isVoid?: (token: string) => boolean } = {}) {
  let tokens = 0
  return (received: Received): Reply => {
    if (isLogin(received)) {
      tokens += 1
      const expires_at = `2026-11-2${1 + tokens}T12:00:00.000000Z`
      return { status: 201, headers: { 'X-Subject-Token': `token-${tokens}` }, body: { token: { expires_at } } }
    }
    return isVoid?.(String(received.headers['x-auth-token']))
      ? refusal('APIGW.0307', 401)
      : { body: { tasks: [], count: 0 } }
  }
}

function isLogin({ path }: Received): boolean {
  return path === '/v3/auth/tokens'
}
