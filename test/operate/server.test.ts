import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createOperateHandler, type Listening, listenForOperators } from '../../src/operate/server.ts'

const errors: unknown[] = []
let isReady = true
let metricsText: () => string

const parts = {
  health: {
    ready: async () => ({ ok: isReady, status: isReady ? ('ready' as const) : ('not ready' as const) }),
    details: async () => ({ status: 'ready', checks: [], hosts: 'redis.internal' }),
    leave: () => {},
  },
  onError: (error: unknown) => errors.push(error),
}
const handleOpen = createOperateHandler(parts)
const handleInner = createOperateHandler({
  ...parts,
  inner: { renderMetrics: async () => metricsText(), examine: async () => [{ part: 'Store' }] },
})
const server = createServer((request, response) => {
  if (!handleOpen(request, response)) response.writeHead(404).end('not ours')
})
let open = ''
let inner: Listening

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open = `http://127.0.0.1:${portOf(server.address())}`
  inner = await listenForOperators({ host: '127.0.0.1', port: 0, handle: handleInner })
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await inner.stop()
})
beforeEach(() => {
  isReady = true
  metricsText = () => 'up 1\n'
})

test('the public pages show only a status', async () => {
  const answers = ['/healthz', '/readyz?verbose=1'].map(async (path) => (await fetch(open + path)).text())
  expect(await Promise.all(answers)).toEqual(['{"status":"alive"}\n', '{"status":"ready"}\n'])
  isReady = false
  const response = await fetch(`${open}/readyz`)
  expect([response.status, await response.text()]).toEqual([503, '{"status":"not ready"}\n'])
})

test.each(['/', '/slack/events', '/metrics', '/details', '/doctor', '/constructor'])(
  '%s is not served to everybody',
  async (path) => {
    const response = await fetch(open + path)
    expect(await response.text()).toBe('not ours')
  },
)

describe('on the operator’s address', () => {
  test.each([
    ['/healthz', 'application/json; charset=utf-8'],
    ['/readyz', 'application/json; charset=utf-8'],
    ['/details', 'application/json; charset=utf-8'],
    ['/doctor', 'application/json; charset=utf-8'],
    ['/metrics', 'text/plain; version=0.0.4; charset=utf-8'],
  ])('%s is served and never cached', async (path, type) => {
    const response = await fetch(inner.url + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).not.toBe('')
  })

  test('HEAD is answered like GET, without the body', async () => {
    const response = await fetch(`${inner.url}/metrics`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('5')
    expect(await response.text()).toBe('')
  })

  test('any other method is refused, and the answer names the allowed ones', async () => {
    const response = await fetch(`${inner.url}/metrics`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })

  test('any other page is not found', async () => {
    expect((await fetch(`${inner.url}/slack/events`)).status).toBe(404)
  })

  test('an unexpected error is logged, and the response does not contain it', async () => {
    metricsText = () => {
      throw new Error('a secret detail')
    }
    const response = await fetch(`${inner.url}/metrics`)
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('failed\n')
    expect(errors).toEqual([new Error('a secret detail')])
  })
})

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
