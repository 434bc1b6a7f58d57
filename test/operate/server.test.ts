import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOperateHandler } from '../../src/operate/server.ts'

const errors: unknown[] = []
let isReady = true
let metricsText: () => string
let origin = ''

const handle = createOperateHandler({
  health: {
    alive: () => ({ ok: true, body: { status: 'alive' } }),
    ready: async () => ({ ok: isReady, body: { checks: [] } }),
    leave: () => {},
  },
  metrics: { render: () => metricsText() },
  onError: (error) => errors.push(error),
})
const server = createServer((request, response) => {
  if (!handle(request, response)) response.writeHead(404).end('not ours')
})

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${portOf(server.address())}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  isReady = true
  metricsText = () => 'up 1\n'
})

test('health, readiness and metrics are answered and never cached', async () => {
  for (const [path, type] of [
    ['/healthz', 'application/json; charset=utf-8'],
    ['/readyz?verbose=1', 'application/json; charset=utf-8'],
    ['/metrics', 'text/plain; version=0.0.4; charset=utf-8'],
  ]) {
    const response = await fetch(origin + path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).not.toBe('')
  }
})

test('not ready is a 503, so that load balancers understand it', async () => {
  isReady = false
  const response = await fetch(`${origin}/readyz`)
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ checks: [] })
})

test('HEAD is answered like GET, without the body', async () => {
  const response = await fetch(`${origin}/metrics`, { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('5')
  expect(await response.text()).toBe('')
})

test('any other method is refused and told what is allowed', async () => {
  const response = await fetch(`${origin}/metrics`, { method: 'POST', body: 'x' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, HEAD')
})

test.each(['/', '/slack/events', '/metrics/more', '/constructor'])('%s is left to others', async (path) => {
  const response = await fetch(origin + path)
  expect(await response.text()).toBe('not ours')
})

test('something that breaks is reported to the log and not to the caller', async () => {
  metricsText = () => {
    throw new Error('a secret detail')
  }
  const response = await fetch(`${origin}/metrics`)
  expect(response.status).toBe(500)
  expect(await response.text()).toBe('failed\n')
  expect(errors).toEqual([new Error('a secret detail')])
})

function portOf(address: string | AddressInfo | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
