import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { command, head, health, now, openDoor, plausible, signed, signingSecret } from './open-door.ts'

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
  expect(await door.told(health)).toMatch(/^HTTP\/1.1 200 .*ready$/s)
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

test('data that is not HTTP, or has a head without an end, is refused', async () => {
  const door = await openDoor()
  expect(await door.told('\u0016\u0003\u0001hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
  expect(await door.told(head({ headers: { cookie: 'x'.repeat(20_000) } }))).toMatch(/^HTTP\/1.1 431 /)
  expect(door.refused).toEqual(['malformed', 'too_large'])
})

test.each([-3600, 3600])(
  'a request that Slack signed at another time is refused for the clock: %i seconds',
  async (seconds) => {
    const door = await openDoor()
    const signature = signatureHeaders(signingSecret, command, now() + seconds)
    expect(await door.told(signed(command, { ...signature, connection: 'close' }))).toMatch(/^HTTP\/1.1 401 /)
    expect(await door.told(signed(command, { ...plausible(now() + seconds), connection: 'close' }))).toMatch(
      /^HTTP\/1.1 401 /,
    )
    expect(door.refused).toEqual(['clock', 'timestamp'])
  },
)
