import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { App, HTTPReceiver } from '@slack/bolt'
import { afterEach, expect, test } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { receive } from '../../src/slack/receive.ts'
import { createBodyReader } from '../../src/slack/request-body.ts'
import { type Limits, startServer, type WebServer } from '../../src/slack/server.ts'

const signingSecret = 'not-a-real-signing-secret'
const form = 'application/x-www-form-urlencoded'
const now = () => Math.floor(Date.now() / 1000)

const running: WebServer[] = []
afterEach(() => Promise.all(running.splice(0).map(({ stop }) => stop())))

/** Starts the real server and the real Bolt, with one command that is acknowledged at once. */
async function openDoor(limits: Partial<Limits> = {}) {
  const events = new HTTPReceiver({ signingSecret, endpoints: ['/slack/events'] })
  const app = new App({
    receiver: events,
    authorize: async () => ({ botToken: 'xoxb-fake' }),
    deferInitialization: true,
  })
  app.command('/migrate', ({ ack }) => ack())
  await app.init()
  const methods = new Map([
    ['/slack/events', 'POST'],
    ['/slack/install', 'GET'],
  ])
  const bodies = createBodyReader()
  const clock = { now: Date.now }
  const receiving = { signingSecret, signedPath: '/slack/events', methods, events, pages: events, bodies, clock }
  const refused: string[] = []
  const failed: object[] = []
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    operate({ url }, response) {
      if (url === '/broken') throw new Error('A defect')
      if (url === '/readyz') response.end('ready')
      return url === '/readyz'
    },
    slack: (request, response) => receive(receiving, request, response),
    onRefused: ({ reason }) => void refused.push(reason),
    log: { error: (details) => void failed.push(details) },
    limits,
  })
  running.push(server)
  const port = Number(new URL(server.url).port)
  return {
    refused,
    failed,
    async dial(): Promise<Socket> {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      return socket
    },
    /** Sends this and returns the answer, once the other side has ended the connection. */
    async told(sent: string): Promise<string> {
      const socket = connect(port, '127.0.0.1')
      socket.write(sent)
      return text(socket)
    },
  }
}

type Head = { method?: string; path?: string; headers?: Record<string, string | number> }

function head({ method = 'POST', path = '/slack/events', headers = {} }: Head = {}): string {
  const all = { host: 'ferry', 'content-type': form, 'content-length': 900_000, ...plausible(), ...headers }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : `${name}: ${value}\r\n`))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Headers with a signature that is plausible until the body arrives. */
function plausible(at = now()) {
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${'a'.repeat(64)}` }
}

const command = new URLSearchParams({ command: '/migrate', text: 'help', team_id: 'T1', user_id: 'U1' }).toString()

function signed(body: string, headers: Record<string, string | number> = {}): string {
  const own = { ...signatureHeaders(signingSecret, body, now()), 'content-length': body.length, ...headers }
  return `${head({ headers: own })}${body}`
}

const unsigned = { 'x-slack-signature': '', 'x-slack-request-timestamp': '' }

test.for([
  ['unsigned', { headers: unsigned }, 401, 'signature'],
  ['without a signature', { headers: { 'x-slack-signature': '' } }, 401, 'signature'],
  ['with half a signature', { headers: { 'x-slack-signature': 'v0=abc' } }, 401, 'signature'],
  ['without a time', { headers: { 'x-slack-request-timestamp': '' } }, 401, 'timestamp'],
  ['at no time', { headers: { 'x-slack-request-timestamp': 'soon' } }, 401, 'timestamp'],
  ['from the past', { headers: plausible(now() - 330) }, 401, 'timestamp'],
  ['from the future', { headers: plausible(now() + 330) }, 401, 'timestamp'],
  ['of another type', { headers: { 'content-type': 'text/plain' } }, 415, 'content_type'],
  ['of no type', { headers: { 'content-type': '' } }, 415, 'content_type'],
  ['beyond all limits', { headers: { 'content-length': 1024 * 1024 + 1 } }, 413, 'too_large'],
  ['by another method', { method: 'PUT' }, 405, 'method'],
  ['to nowhere', { path: '/slack/other' }, 404, 'path'],
  ['to a page', { path: '/slack/install' }, 405, 'method'],
] as const)('a request %s is refused before its body has arrived', async ([, sent, status, reason]) => {
  const door = await openDoor()
  const answer = await door.told(`${head(sent)}the first of many bytes`)
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toContain('connection: close')
  expect(door.refused).toEqual([reason])
})

test('a client that asks before it sends a body is checked before that', async () => {
  const door = await openDoor()
  const answer = await door.told(head({ headers: { ...unsigned, expect: '100-continue' } }))
  expect(answer).toMatch(/^HTTP\/1.1 401 /)
  const socket = await door.dial()
  const whole = signed(command, { expect: '100-continue', connection: 'close' })
  socket.write(whole.slice(0, -command.length))
  expect(String(await once(socket, 'data'))).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  socket.write(command)
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 /)
})

test('a request that Slack signed is accepted and its connection kept; another signature ends the connection', async () => {
  const door = await openDoor()
  const socket = await door.dial()
  socket.write(signed(command))
  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1.1 200 OK.*\r\nConnection: keep-alive/is)
  socket.write(signed(command))
  expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1.1 200 OK/)
  socket.write(signed(command, plausible()))
  expect(await text(socket)).toMatch(/^HTTP\/1.1 401 /)
  expect(door.refused).toEqual(['signature'])
})

test('a public page ends its connection', async () => {
  const door = await openDoor()
  expect(await door.told('GET /readyz HTTP/1.1\r\nhost: ferry\r\n\r\n')).toMatch(/^HTTP\/1.1 200 .*ready$/s)
})

test('an unexpected error is answered, counted, and logged with its cause', async () => {
  const door = await openDoor()
  expect(await door.told('GET /broken HTTP/1.1\r\nhost: ferry\r\n\r\n')).toMatch(/^HTTP\/1.1 500 /)
  expect(door.refused).toEqual(['failed'])
  expect(door.failed).toEqual([{ err: new Error('A defect') }])
})

test('Slack may check the certificate with a small unsigned form, and nothing else is accepted unsigned', async () => {
  const door = await openDoor()
  const check = 'ssl_check=1&token=old'
  const told = (body: string) =>
    door.told(`${head({ headers: { ...unsigned, 'content-length': body.length, connection: 'close' } })}${body}`)
  expect(await told(check)).toMatch(/^HTTP\/1.1 200 /)
  expect(await told(command)).toMatch(/^HTTP\/1.1 401 /)
})

test.for([
  ['not signed', unsigned],
  ['signed by somebody else', plausible()],
] as const)('a certificate check that is %s ends its connection', async ([, signature]) => {
  const door = await openDoor({ keepAliveMs: 100 })
  const check = 'ssl_check=1'
  const answer = await door.told(`${head({ headers: { ...signature, 'content-length': check.length } })}${check}`)
  expect(answer).toMatch(/^HTTP\/1.1 200 .*\r\nConnection: close/is)
})

test('a body in chunks is measured as it arrives', async () => {
  const door = await openDoor()
  const chunked = head({ headers: { 'content-length': '', 'transfer-encoding': 'chunked' } })
  const chunk = `${(100_000).toString(16)}\r\n${'x'.repeat(100_000)}\r\n`
  expect(await door.told(`${chunked}${chunk.repeat(11)}`)).toMatch(/^HTTP\/1.1 413 /)
  expect(door.refused).toEqual(['too_large'])
})

test.for([
  ['declared', { 'content-length': 1_000_000 }, 'x'],
  [
    'in chunks',
    { 'content-length': '', 'transfer-encoding': 'chunked' },
    `${(40_000).toString(16)}\r\n${'x'.repeat(40_000)}\r\n`,
  ],
] as const)(
  'large bodies share a limited amount of memory, and small ones are always accepted: %s',
  async ([, headers, start]) => {
    const door = await openDoor()
    const large = { 'content-length': 1_000_000, expect: '100-continue' }
    const holders = await Promise.all(Array.from({ length: 8 }, () => door.dial()))
    for (const holder of holders) {
      holder.write(head({ headers: large }))
      expect(String(await once(holder, 'data'))).toMatch(/^HTTP\/1.1 100 /)
    }
    const answer = await door.told(`${head({ headers })}${start}`)
    expect(answer).toMatch(/^HTTP\/1.1 503 /)
    expect(answer).toContain('retry-after: 1')
    expect(await door.told(signed(command, { connection: 'close' }))).toMatch(/^HTTP\/1.1 200 /)
    expect(door.refused).toEqual(['busy'])
    for (const holder of holders) holder.destroy()
  },
)

test('a body, a head or a connection that is too slow is ended', async () => {
  const door = await openDoor({ headersTimeoutMs: 100, requestTimeoutMs: 200, lookEveryMs: 50 })
  expect(await door.told(`${head()}half a body`)).toMatch(/^HTTP\/1.1 408 /)
  expect(await door.told('POST /slack/events HTTP/1.1\r\nhost: fer')).toMatch(/^HTTP\/1.1 408 /)
  expect(await door.told('')).toMatch(/^HTTP\/1.1 408 /)
  expect(door.refused).toEqual(['slow', 'slow', 'slow'])
})

test('connections beyond the limit are refused', async () => {
  const door = await openDoor({ connections: 2 })
  const holders = [await door.dial(), await door.dial()]
  expect(await door.told('').catch(() => '')).toBe('')
  expect(door.refused).toEqual(['connections'])
  for (const holder of holders) holder.destroy()
})

test('data that is not HTTP, or has a head without an end, is refused', async () => {
  const door = await openDoor()
  expect(await door.told('\u0016\u0003\u0001hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
  expect(await door.told(head({ headers: { cookie: 'x'.repeat(20_000) } }))).toMatch(/^HTTP\/1.1 431 /)
  expect(door.refused).toEqual(['malformed', 'too_large'])
})
