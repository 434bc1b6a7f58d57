import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { App, HTTPReceiver } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { receive } from '../../src/slack/receive/receive.ts'
import { createBodyReader } from '../../src/slack/receive/request-body.ts'
import { type Limits, startServer } from '../../src/slack/receive/server.ts'
import { happened } from '../happenings.ts'
import { createManualClock } from '../manual-clock.ts'

export const signingSecret = 'not-a-real-signing-secret'
export const form = 'application/x-www-form-urlencoded'
export const now = () => Math.floor(Date.now() / 1000)

/** Starts the real server and the real Bolt, with one command that is acknowledged at once. */
export async function openDoor(limits: Partial<Limits> = {}) {
  const events = new HTTPReceiver({ signingSecret, endpoints: ['/slack/events'] })
  const app = new App({
    receiver: events,
    authorize: async () => ({ botToken: 'xoxb-fake' }),
    deferInitialization: true,
  })
  app.command('/migrate', ({ ack }) => ack())
  const slow: (() => void)[] = []
  app.command('/slow', async ({ ack }) => {
    await new Promise<void>((resolve) => {
      slow.push(resolve)
      happened()
    })
    await ack()
  })
  await app.init()
  const methods = new Map([
    ['/slack/events', 'POST'],
    ['/slack/install', 'GET'],
  ])
  const bodies = createBodyReader()
  const parts = { signingSecret, signedPath: '/slack/events', methods, events, pages: events, bodies }
  const receiving = { ...parts, clock: { now: Date.now } }
  const clock = createManualClock()
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
    slack: (request, response, prove) => receive({ ...receiving, prove }, request, response),
    onRefused({ reason }) {
      refused.push(reason)
      happened()
    },
    clock,
    log: { error: (details) => void failed.push(details) },
    limits,
  })
  onTestFinished(server.stop)
  const port = Number(new URL(server.url).port)
  return {
    ...{ refused, failed, slow, clock, port },
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

export function head({ method = 'POST', path = '/slack/events', headers = {} }: Head = {}): string {
  const all = { host: 'ferry', 'content-type': form, 'content-length': 900_000, ...plausible(), ...headers }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : `${name}: ${value}\r\n`))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Headers with a signature that is plausible until the body arrives. */
export function plausible(at = now()) {
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${'a'.repeat(64)}` }
}

export const command = new URLSearchParams({
  command: '/migrate',
  text: 'help',
  team_id: 'T1',
  user_id: 'U1',
}).toString()

export function signed(body: string, headers: Record<string, string | number> = {}): string {
  const own = { ...signatureHeaders(signingSecret, body, now()), 'content-length': body.length, ...headers }
  return `${head({ headers: own })}${body}`
}

/** A request for a page that needs no signature. */
export const health = 'GET /readyz HTTP/1.1\r\nhost: ferry\r\n\r\n'
