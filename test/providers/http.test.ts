import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defaultPatience } from '../../src/providers/patience.ts'
import { createManualClock } from '../manual-clock.ts'
import { accessKey, failure, get, post } from './cloud.ts'
import { startServer } from './local-server.ts'
import { openHttp } from './open-http.ts'

describe('an answer', () => {
  test('is parsed, with its headers in lower case', async () => {
    const server = await startServer(() => ({ body: { ok: true, more: 1 }, headers: { 'X-Subject-Token': 'abc' } }))
    const answer = await openHttp().fetchJson(get(server.url))
    expect(answer).toMatchObject({ status: 200, body: { ok: true }, headers: { 'x-subject-token': 'abc' } })
  })

  test('may be empty where the schema allows it', async () => {
    const server = await startServer(() => ({ status: 204 }))
    const answer = await openHttp().fetchJson({ ...post(server.url), schema: z.unknown() })
    expect(answer.body).toBeUndefined()
  })

  test('comes from exactly the bytes that were asked for', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await openHttp().fetchJson({ ...post(server.url), body: '{"é":1 }' })
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      body: '{"é":1 }',
      headers: { 'x-auth-token': accessKey },
    })
  })

  test('leaves the connection free for the next call, whatever it was', async () => {
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

describe('the id that the provider gives a request', () => {
  const open = async (answers: Parameters<typeof startServer>[0]) => {
    const ids: string[] = []
    const named = { requestIdHeader: 'x-request-id', onRequestId: (id: string) => void ids.push(id) }
    return { server: await startServer(answers), ids, named, ...openHttp() }
  }

  test('is told once when a change was accepted', async () => {
    const { server, ids, named, fetchJson } = await open(() => ({
      body: { ok: true },
      headers: { 'X-Request-Id': 'a7' },
    }))
    await fetchJson({ ...post(server.url), ...named })
    expect(ids).toEqual(['a7'])
    await fetchJson({ ...get(server.url), ...named })
    expect(ids).toEqual(['a7'])
  })

  test('is told of the attempt that was accepted, not of those before it', async () => {
    const { server, ids, named, fetchJson } = await open(() => {
      const count = server.received.length
      return { status: count < 3 ? 503 : 200, body: { ok: true }, headers: { 'x-request-id': `a${count}` } }
    })
    await fetchJson({ ...post(server.url), ...named, isSafeToRepeat: true })
    expect(ids).toEqual(['a3'])
  })

  test('is not told where a change was refused or the header is missing, empty or another', async () => {
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

  test('holds no secret, whatever the provider sends', async () => {
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

  test('succeeds when a repeat does', async () => {
    const server = await startServer(() => (server.received.length < 3 ? { status: 503 } : { body: { ok: true } }))
    const { fetchJson, exchanges } = openHttp()
    expect((await fetchJson(get(server.url))).body).toEqual({ ok: true })
    expect(exchanges.map(({ attempt, status, outcome }) => ({ attempt, status, outcome }))).toEqual([
      { attempt: 1, status: 503, outcome: 'provider_failed' },
      { attempt: 2, status: 503, outcome: 'provider_failed' },
      { attempt: 3, status: 200, outcome: 'answered' },
    ])
  })

  test('is repeated when the connection breaks', async () => {
    const server = await startServer((_, response) => {
      if (server.received.length > 1) return { body: { ok: true } }
      response.socket?.destroy()
      return undefined
    })
    expect((await openHttp().fetchJson(get(server.url))).body).toEqual({ ok: true })
    expect(server.received).toHaveLength(2)
  })

  test('waits as long as the provider asks, in seconds or until a date', async () => {
    const { fetchJson, clock } = openHttp()
    const pauses = ['7', new Date(clock.now() + 10_000).toUTCString()]
    const server = await startServer(() => {
      const pause = pauses.shift()
      return pause === undefined ? { body: { ok: true } } : { status: 429, headers: { 'retry-after': pause } }
    })
    await fetchJson(get(server.url))
    expect(clock.pausesMs).toEqual([7000, 3000])
  })

  test('is not repeated when the provider asks for longer than anybody would wait', async () => {
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

  test('ends when the time is over', async () => {
    const server = await startServer(() => undefined)
    const { fetchJson, exchanges } = openHttp({ patience: { firstMs: 20, budgetMs: 90, unsafeMs: 30 } })
    const error = await failure(fetchJson(get(server.url)))
    expect(error).toMatchObject({ code: 'provider_unreachable', details: { reason: 'TimeoutError' } })
    expect(exchanges.map(({ timeoutMs }) => timeoutMs)).toEqual([20, 40, 30])
  })

  test('waits longer from the start for a host that answered slowly before', async () => {
    const server = await startServer(() => {
      clock.advance(12_000)
      return { body: { ok: true } }
    })
    const { fetchJson, exchanges, clock } = openHttp()
    await fetchJson(get(server.url))
    await fetchJson(get(server.url))
    expect(exchanges.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 36_000])
  })

  test('ends when its signal aborts, with the reason of the signal', async () => {
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

// A second stop, start, delete or create can do harm that nobody asked for.
describe('a call with an effect is never repeated', () => {
  test.each([500, 502, 503, 504])('after a %i, and its outcome counts as unknown', async (status) => {
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

  test('when the time is over or its signal aborts while it is on its way', async () => {
    const controller = new AbortController()
    const server = await startServer(() => {
      if (server.received.length > 1) controller.abort()
      return undefined
    })
    const { fetchJson } = openHttp({ patience: { ...defaultPatience, unsafeMs: 30 } })
    const late = await failure(fetchJson(post(server.url)))
    const aborted = await failure(fetchJson({ ...post(server.url), signal: controller.signal }))
    expect([late.code, aborted.code]).toEqual(['provider_outcome_unknown', 'provider_outcome_unknown'])
    expect(server.received).toHaveLength(2)
  })

  test('after a 429, which did nothing', async () => {
    const server = await startServer(() => ({ status: 429, headers: { 'retry-after': '1' } }))
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error).toMatchObject({ code: 'provider_throttled', details: { retryAfterMs: 1000 } })
    expect(server.received).toHaveLength(1)
  })

  test('after a success that cannot be read: it has happened', async () => {
    const server = await startServer(() => ({ body: '<html>' }))
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error.code).toBe('provider_outcome_unknown')
    expect(server.received).toHaveLength(1)
  })

  test('unless the provider says that it may be', async () => {
    const server = await startServer(() => (server.received.length === 1 ? { status: 502 } : { body: { ok: true } }))
    await openHttp().fetchJson({ ...post(server.url), isSafeToRepeat: true })
    expect(server.received).toHaveLength(2)
  })

  test('but when the connection was refused, nothing can have happened', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await server.stop()
    const error = await failure(openHttp().fetchJson(post(server.url)))
    expect(error).toMatchObject({ code: 'provider_unreachable', details: { reason: 'ECONNREFUSED' } })
  })

  test('and a name that does not exist neither', async () => {
    const error = await failure(openHttp().fetchJson(post(new URL('http://oms.invalid'))))
    expect(error.code).toBe('provider_unreachable')
  })

  test('nor is one sent for a signal that has aborted before', async () => {
    const server = await startServer(() => ({ body: { ok: true } }))
    await expect(openHttp().fetchJson({ ...post(server.url), signal: AbortSignal.abort() })).rejects.toThrow()
    expect(server.received).toHaveLength(0)
  })
})

describe('whoever waits for a call', () => {
  test('is told once when the cloud takes long, and not by calls of others', async () => {
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
