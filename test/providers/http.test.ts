import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defaultPatience } from '../../src/providers/http/patience.ts'
import { createManualClock } from '../manual-clock.ts'
import { accessKey, failure, get, post } from './cloud.ts'
import { startServer } from './local-server.ts'
import { openHttp } from './open-http.ts'

describe('a response', () => {
  test('is parsed, with its headers in lower case', async () => {
    const server = await startServer(() => ({ body: { ok: true, more: 1 }, headers: { 'X-Subject-Token': 'abc' } }))
    const answer = await openHttp().fetchJson(get(server.url))
    expect(answer).toMatchObject({ status: 200, body: { ok: true }, headers: { 'x-subject-token': 'abc' } })
  })

  test('can be empty if the schema allows it', async () => {
    const server = await startServer(() => ({ status: 204 }))
    const answer = await openHttp().fetchJson({ ...post(server.url), schema: z.unknown() })
    expect(answer.body).toBeUndefined()
  })

  test('can be read as exactly the bytes that were requested', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await openHttp().fetchJson({ ...post(server.url), body: '{"é":1 }' })
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      body: '{"é":1 }',
      headers: { 'x-auth-token': accessKey },
    })
  })

  test('leaves the connection free for the next call, whatever its content', async () => {
    const ports = new Set<number | undefined>()
    const server = await startServer((_, response) => {
      ports.add(response.socket?.remotePort)
      return { status: 400, body: { error: 'x'.repeat(100_000) } }
    })
    const { fetchJson } = openHttp()
    for (let call = 0; call < 10; call += 1) await failure(fetchJson(get(server.url)))
    expect(ports.size).toBeLessThanOrEqual(2)
  })
})

describe('the provider’s id of a request', () => {
  const open = async (answers: Parameters<typeof startServer>[0]) => {
    const ids: string[] = []
    const named = { requestIdHeader: 'x-request-id', onRequestId: (id: string) => void ids.push(id) }
    return { server: await startServer(answers), ids, named, ...openHttp() }
  }

  test('is reported once if a change was accepted', async () => {
    const { server, ids, named, fetchJson } = await open(() => ({
      body: { ok: true },
      headers: { 'X-Request-Id': 'a7' },
    }))
    await fetchJson({ ...post(server.url), ...named })
    expect(ids).toEqual(['a7'])
    await fetchJson({ ...get(server.url), ...named })
    expect(ids).toEqual(['a7'])
  })

  test('is reported for the accepted attempt, not for earlier ones', async () => {
    const { server, ids, named, fetchJson } = await open(() => {
      const count = server.received.length
      return { status: count < 3 ? 503 : 200, body: { ok: true }, headers: { 'x-request-id': `a${count}` } }
    })
    await fetchJson({ ...post(server.url), ...named, isSafeToRepeat: true })
    expect(ids).toEqual(['a3'])
  })

  test('is not reported if a change was refused, or if the header is missing, empty or another one', async () => {
    const answers = [
      { status: 400, headers: { 'x-request-id': 'a1' } },
      { headers: {} },
      { headers: { 'x-request-id': ' ' } },
      { headers: { 'x-trace-id': 'a4' } },
    ]
    const { server, ids, named, fetchJson } = await open(() => ({ body: { ok: true }, ...answers.shift() }))
    await failure(fetchJson({ ...post(server.url), ...named }))
    while (answers.length > 0) await fetchJson({ ...post(server.url), ...named })
    expect(ids).toEqual([])
  })

  test('contains no secret, whatever the provider sends', async () => {
    const headers = { 'x-request-id': `a-${accessKey}` }
    const { server, ids, named, fetchJson } = await open(() => ({ body: { ok: true }, headers }))
    await fetchJson({ ...post(server.url), ...named })
    expect(ids).toHaveLength(1)
    expect(ids.join()).not.toContain(accessKey)
  })
})

describe('a call without effect', () => {
  test.each([429, 500, 502, 503, 504])('is repeated twice after a %i, with growing pauses', async (status) => {
    const server = await startServer(() => ({ status, body: { error: 'busy' } }))
    const { fetchJson, clock } = openHttp()
    const error = await failure(fetchJson(get(server.url)))
    expect(error.code).toBe(status === 429 ? 'provider_throttled' : 'provider_failed')
    expect(server.received).toHaveLength(3)
    expect(clock.pausesMs).toEqual([500, 1000])
  })

  test('succeeds if a repetition succeeds', async () => {
    const server = await startServer(() => (server.received.length < 3 ? { status: 503 } : { body: { ok: true } }))
    const { fetchJson, exchanges } = openHttp()
    expect((await fetchJson(get(server.url))).body).toEqual({ ok: true })
    expect(exchanges.map(({ attempt, status, outcome }) => ({ attempt, status, outcome }))).toEqual([
      { attempt: 1, status: 503, outcome: 'provider_failed' },
      { attempt: 2, status: 503, outcome: 'provider_failed' },
      { attempt: 3, status: 200, outcome: 'answered' },
    ])
  })

  test('is repeated if the connection breaks', async () => {
    const server = await startServer((_, response) => {
      if (server.received.length > 1) return { body: { ok: true } }
      response.socket?.destroy()
      return undefined
    })
    expect((await openHttp().fetchJson(get(server.url))).body).toEqual({ ok: true })
    expect(server.received).toHaveLength(2)
  })

  test('waits as long as the provider says, in seconds or until a date', async () => {
    const { fetchJson, clock } = openHttp()
    const pauses = ['7', new Date(clock.now() + 10_000).toUTCString()]
    const server = await startServer(() => {
      const pause = pauses.shift()
      return pause === undefined ? { body: { ok: true } } : { status: 429, headers: { 'retry-after': pause } }
    })
    await fetchJson(get(server.url))
    expect(clock.pausesMs).toEqual([7000, 3000])
  })

  test('is not repeated if the provider names too long a pause', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '60' } }))
    const error = await failure(openHttp().fetchJson(get(server.url)))
    expect(error).toMatchObject({ code: 'provider_throttled', details: { retryAfterMs: 60_000 } })
    expect(server.received).toHaveLength(1)
  })

  test.each([400, 401, 403, 404, 409])('is never repeated after a %i', async (status) => {
    const server = await startServer(() => ({ status, body: { error: 'no' } }))
    await failure(openHttp().fetchJson(get(server.url)))
    expect(server.received).toHaveLength(1)
  })

  test('ends when its time is up', async () => {
    const server = await startServer(() => undefined)
    const { fetchJson, exchanges } = openHttp({ patience: { firstMs: 20, budgetMs: 90, unsafeMs: 30 } })
    const error = await failure(fetchJson(get(server.url)))
    expect(error).toMatchObject({ code: 'provider_unreachable', details: { reason: 'TimeoutError' } })
    expect(exchanges.map(({ timeoutMs }) => timeoutMs)).toEqual([20, 40, 30])
  })

  test('has more time from the start for a host that has been slow', async () => {
    const server = await startServer(() => {
      clock.advance(12_000)
      return { body: { ok: true } }
    })
    const { fetchJson, exchanges, clock } = openHttp()
    await fetchJson(get(server.url))
    await fetchJson(get(server.url))
    expect(exchanges.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 36_000])
  })

  test('ends when its signal aborts, with the signal’s reason', async () => {
    const controller = new AbortController()
    const server = await startServer(() => {
      controller.abort(new Error('Shutting down'))
      return undefined
    })
    const call = openHttp().fetchJson({ ...get(server.url), signal: controller.signal })
    await expect(call).rejects.toThrow('Shutting down')
    expect(server.received).toHaveLength(1)
  })
})

// A second stop, start, delete or create can do harm.
describe('a call with an effect is never repeated', () => {
  test.each([500, 502, 503, 504])('after a %i, and its outcome is unknown', async (status) => {
    const server = await startServer(() => ({ status, body: '<html>Bad gateway</html>' }))
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test('after a broken connection', async () => {
    const server = await startServer((_, response) => {
      response.socket?.destroy()
      return undefined
    })
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test('if its time is up', async () => {
    const server = await startServer(() => undefined)
    const { fetchJson } = openHttp({ patience: { ...defaultPatience, firstMs: 20, unsafeMs: 30 } })
    expect((await failure(fetchJson(post(server.url)))).code).toBe('provider_outcome_unknown')
    // A busy machine may need all of the time for sending it.
    expect(server.received.length).toBeLessThanOrEqual(1)
  })

  test('if its signal aborts during the call', async () => {
    const controller = new AbortController()
    const server = await startServer(() => {
      controller.abort()
      return undefined
    })
    const error = await failure(openHttp().fetchJson({ ...post(server.url), signal: controller.signal }))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test('after a 429, which had no effect', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '1' } }))
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error).toMatchObject({ code: 'provider_throttled', details: { retryAfterMs: 1000 } })
    expect(server.received).toHaveLength(1)
  })

  test('after a success that cannot be read, because it has taken effect', async () => {
    const server = await startServer(() => ({ body: '<html>' }))
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test('unless the provider says that it can be', async () => {
    const server = await startServer(() => (server.received.length === 1 ? { status: 502 } : { body: { ok: true } }))
    await openHttp().fetchJson({ ...post(server.url), isSafeToRepeat: true })
    expect(server.received).toHaveLength(2)
  })

  test('but a refused connection certainly had no effect', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await server.stop()
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error).toMatchObject({ code: 'provider_unreachable', details: { reason: 'ECONNREFUSED' } })
  })

  test('and neither had a host name that does not exist', async () => {
    const error = await failure(openHttp().fetchJson(post(new URL('http://oms.invalid'))))
    expect(error.code).toBe('provider_unreachable')
  })

  test('and it is not sent at all if its signal has aborted before', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await expect(openHttp().fetchJson({ ...post(server.url), signal: AbortSignal.abort() })).rejects.toThrow()
    expect(server.received).toHaveLength(0)
  })
})

describe('a waiting person', () => {
  test('is told once if the cloud is slow, and not because of other calls', async () => {
    const clock = createManualClock()
    const waits: string[] = []
    const held = Promise.withResolvers<void>()
    const server = await startServer((_, response) => {
      void held.promise.then(() => response.end('{"ok":true}'))
      return undefined
    })
    const { fetchJson, tellingOfWaits } = openHttp({ clock })
    const waited = tellingOfWaits(
      ({ provider }) => void waits.push(provider),
      () => fetchJson(get(server.url)),
    )
    const other = fetchJson(get(server.url))
    await clock.advance(7999)
    expect(waits).toEqual([])
    await clock.advance(1)
    expect(waits).toEqual(['A Cloud'])
    held.resolve()
    await Promise.all([waited, other])
    await clock.advance(60_000)
    expect(waits).toEqual(['A Cloud'])
  })
})
