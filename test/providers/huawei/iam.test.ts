import { expect, test } from 'vitest'
import { failure } from '../cloud.ts'
import type { Received, Reply } from '../local-server.ts'
import { callsOf, openAccount, projectId, refusal, userAnswers } from './open-account.ts'

const hourMs = 3_600_000
const login = 'POST /v3/auth/tokens'
const list = 'GET /tasks'

test('a user signs in once, with a token for the project, however many ask at once', async () => {
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

test('a token is renewed a little before it ends', async () => {
  const { connection, server, clock } = await openAccount(cloud(), userAnswers)
  await connection.check({})
  clock.advance(23 * hourMs)
  await connection.check({})
  clock.advance(hourMs - 60_000)
  await connection.check({})
  expect(callsOf(server)).toEqual([login, list, list, login, list])
})

test('a token that was made void is renewed once for everybody', async () => {
  const { connection, server } = await openAccount(cloud({ isVoid: (token) => token === 'token-1' }), userAnswers)
  await Promise.all([connection.check({}), connection.check({}), connection.check({})])
  expect(callsOf(server).filter((call) => call === login)).toHaveLength(2)
  expect(callsOf(server).filter((call) => call === list)).toHaveLength(6)
})

test('when the new token is refused too, that is the answer', async () => {
  const { connection, server } = await openAccount(cloud({ isVoid: () => true }), userAnswers)
  const error = await failure(connection.check({}))
  expect(error).toMatchObject({ code: 'provider_denied', details: { code: 'APIGW.0307', account: 'prod-hw' } })
  expect(callsOf(server)).toEqual([login, list, login, list])
})

// Five wrong passwords lock the user.
test('a wrong password is tried once, and stays out of the error', async () => {
  const wrong = { error: { code: 401, message: 'The password not-a-password is wrong.', title: 'Unauthorized' } }
  const { connection, server } = await openAccount(() => ({ status: 401, body: wrong }), userAnswers)
  const error = await failure(connection.check({}))
  expect(error.code).toBe('provider_denied')
  expect(error.details.message).toBe('The password [redacted] is wrong.')
  expect(callsOf(server)).toEqual([login])
})

// Its code is a number, which would be explained as a code of OMS that nobody knows.
test('what IAM refuses is told by its HTTP status, in the words of IAM', async () => {
  const locked = { error: { code: 403, message: 'The account is locked.', title: 'Forbidden' } }
  const { connection } = await openAccount(() => ({ status: 403, body: locked }), userAnswers)
  expect(await failure(connection.check({}))).toMatchObject({
    code: 'provider_refused',
    details: { code: 'HTTP.403', message: 'The account is locked.' },
  })
})

test('after a failed sign-in the next call tries again', async () => {
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

test('an answer without a token is nonsense', async () => {
  const { connection } = await openAccount(
    () => ({ status: 201, body: { token: { expires_at: '2026-11-22T12:00:00.000000Z' } } }),
    userAnswers,
  )
  expect(await failure(connection.check({}))).toMatchObject({
    code: 'provider_nonsense',
    details: { reason: 'no token' },
  })
})

/** Gives out token-1, token-2, …, each for 24 hours after the last call's time. */
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
