import { describe, expect, test } from 'vitest'
import { say } from '../../src/errors/errors.ts'
import { accessKey, failure, get, post, secretKey } from './cloud.ts'
import { type Reply, startServer } from './local-server.ts'
import { openHttp } from './open-http.ts'

describe('an error of the provider', () => {
  test.each<{ what: string; reply: Reply; code: string; details: object }>([
    {
      what: 'a refusal with its reason',
      reply: { status: 400, body: { error: 'Bad', code: 'X.1', detail: 'name', id: 'r-1' } },
      code: 'provider_refused',
      details: {
        code: 'X.1',
        message: 'Bad',
        detail: 'name',
        requestId: 'r-1',
        status: 400,
        account: 'prod',
        ref: 'prod/1',
      },
    },
    {
      what: 'a refusal without a word',
      reply: { status: 404 },
      code: 'provider_refused',
      details: { code: 'HTTP.404' },
    },
    { what: 'a 401', reply: { status: 401, body: '<html>' }, code: 'provider_denied', details: { account: 'prod' } },
    {
      what: 'an error inside a success',
      reply: { body: { error: 'Bad', code: 'X.2' } },
      code: 'provider_refused',
      details: { code: 'X.2', status: 200 },
    },
    {
      what: 'a code that says more than the status',
      reply: { status: 400, body: { error: 'Who?', code: 'DENIED' } },
      code: 'provider_denied',
      details: { code: 'DENIED' },
    },
    {
      what: 'a page instead of JSON',
      reply: { status: 403, body: '<html>Blocked</html>' },
      code: 'provider_nonsense',
      details: { status: 403, excerpt: '<html>Blocked</html>' },
    },
    {
      what: 'half an answer',
      reply: { body: '{"ok": tr' },
      code: 'provider_nonsense',
      details: { reason: 'not JSON' },
    },
    {
      what: 'another answer than expected',
      reply: { body: { ok: 'yes' } },
      code: 'provider_nonsense',
      details: { status: 200 },
    },
    {
      what: 'a redirect',
      reply: { status: 302, headers: { location: '/elsewhere' } },
      code: 'provider_nonsense',
      details: { status: 302 },
    },
    {
      what: 'a refusal whose id is in a header only',
      reply: { status: 400, body: { error: 'Bad' }, headers: { 'X-Request-Id': ' r-2 ' } },
      code: 'provider_refused',
      details: { requestId: 'r-2' },
    },
    {
      what: 'a refusal whose body names another id than its header',
      reply: { status: 400, body: { error: 'Bad', id: 'r-1' }, headers: { 'X-Request-Id': 'r-2' } },
      code: 'provider_refused',
      details: { requestId: 'r-1' },
    },
  ])('is reported as such: $what', async ({ reply, code, details }) => {
    const server = await startServer(() => reply)
    const error = await failure(openHttp().fetchJson({ ...get(server.url), requestIdHeader: 'x-request-id' }))
    expect(error.code).toBe(code)
    expect(error.details).toMatchObject({ provider: 'A Cloud', method: 'GET', path: '/v1/things', ...details })
    expect(server.received).toHaveLength(1)
  })

  test('is not read completely if it never ends', async () => {
    const server = await startServer((_, response) => {
      const pour = () => response.write('x'.repeat(10_000)) && setImmediate(pour)
      response.writeHead(200).on('drain', pour)
      pour()
      return undefined
    })
    const error = await failure(openHttp({ maxBodyBytes: 50_000 }).fetchJson(get(server.url)))
    expect(error).toMatchObject({ code: 'provider_nonsense', details: { reason: 'too long' } })
  })
})

describe('a failure with a response is reported with the cloud’s words, not as silence', () => {
  const answers: { reply: Reply; words: string }[] = [
    { reply: { status: 503, body: { error: 'Endpoint Error', code: 'X.500' } }, words: 'Endpoint Error (`X.500`)' },
    { reply: { status: 500, body: { error: 'Unexpected Error', code: 'X.900' } }, words: 'Unexpected Error (`X.900`)' },
    { reply: { status: 502, body: '<html>Bad gateway</html>' }, words: 'HTTP status 502' },
  ]

  test.each(answers)('for a reading: $words', async ({ reply, words }) => {
    const server = await startServer(() => reply)
    const error = await failure(openHttp().fetchJson(get(server.url)))
    expect(error.code).toBe('provider_failed')
    expect(say(error).what).toBe(`A Cloud had an internal error: ${words}.`)
  })

  test.each(answers)('for a change: $words', async ({ reply, words }) => {
    const server = await startServer(() => reply)
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(say(error).what).toBe(
      `A Cloud did not confirm the request: ${words}. It may or may not have been carried out.`,
    )
  })
})

describe('a failure without a response says what happened to the call', () => {
  test('if no connection could be made', async () => {
    const server = await startServer(() => undefined)
    await server.stop()
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(say(error).what).toBe('A Cloud is not responding (no connection: `ECONNREFUSED`).')
  })

  test('if the connection broke', async () => {
    const server = await startServer((_, response) => void response.socket?.destroy())
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(say(error).what).toBe(
      'A Cloud did not confirm the request (the connection broke). It may or may not have been carried out.',
    )
  })
})

test.each<{ what: string; reply: Reply | undefined }>([
  {
    what: 'a refusal',
    reply: { status: 400, body: { error: `verify fail, canonicalRequest:GET|/v1|${accessKey}|x`, code: accessKey } },
  },
  {
    what: 'a page',
    reply: { status: 400, body: `<html>Authorization: HMAC Access=${accessKey}, key ${secretKey}</html>` },
  },
  { what: 'a denial', reply: { status: 401, body: { error: `${accessKey} is locked`, detail: secretKey } } },
  { what: 'a failure', reply: { status: 500, body: { error: secretKey } } },
  { what: 'a request id', reply: { status: 400, headers: { 'x-request-id': `${accessKey} ${secretKey}` } } },
  { what: 'a broken connection', reply: undefined },
])('no secret is in an error, its cause or the log: $what', async ({ reply }) => {
  const server = await startServer((_, response) => {
    if (reply === undefined) response.socket?.destroy()
    return reply
  })
  const { fetchJson, exchanges } = openHttp()
  for (const request of [get(server.url), { ...post(server.url), body: `{"sk":"${secretKey}"}` }]) {
    const error = await failure(fetchJson({ ...request, requestIdHeader: 'x-request-id' }))
    const cause = error.cause instanceof Error ? [error.cause.message, error.cause.stack] : [error.cause]
    const everything = JSON.stringify([error.message, error.stack, error.details, cause, say(error), exchanges])
    expect(everything).not.toContain(accessKey)
    expect(everything).not.toContain(secretKey)
  }
})
