import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isRecord, parseJson, textOf } from '../json.ts'
import type { Ack, Envelope } from './envelope.ts'
import { createPendingAcks, type PendingAcks } from './pending-acks.ts'

export type SocketHub = {
  /** Creates a one-time address for `apps.connections.open`. */
  ticket(origin: string): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  deliver(envelope: Envelope): Promise<Ack>
  count(): number
  /** Asks every connected client to reconnect, as Slack does every few hours. */
  refresh(): void
  /** Drops every connection without notice. */
  drop(): void
  stop(): Promise<void>
}

export type SocketHubOptions = {
  appId: string
  ackDeadlineMs: number
  signal: AbortSignal
  /** Called when a connection starts or ends. */
  onConnection(): void
}

const pingIntervalMs = 10_000
const farewellMs = 500

/** The server side of Socket Mode: tickets, `hello`, envelopes to one connection in turn, and acknowledgements. */
export function createSocketHub(options: SocketHubOptions): SocketHub {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const sockets: WebSocket[] = []
  const acks = createPendingAcks(options)
  const pinging = setInterval(() => pingAll(sockets), pingIntervalMs).unref()
  return {
    ticket(origin) {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `${origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${options.appId}`
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (link) => welcome({ ...options, link, sockets, acks }))
    },
    deliver: (envelope) => deliver(sockets, acks, envelope),
    count: () => sockets.length,
    refresh() {
      for (const link of sockets) sendFrame(link, { type: 'disconnect', reason: 'refresh_requested', debug_info })
    },
    drop() {
      for (const link of [...sockets]) link.terminate()
    },
    async stop() {
      clearInterval(pinging)
      await Promise.all(sockets.map(farewell))
      server.close()
    },
  }
}

type Arrival = SocketHubOptions & { link: WebSocket; sockets: WebSocket[]; acks: PendingAcks }

const debug_info = { host: 'applink-local', build_number: 1, approximate_connection_time: 18_060 }

function welcome({ link, sockets, acks, appId, onConnection }: Arrival): void {
  sockets.push(link)
  link.on('message', (data) => takeAck(acks, String(data)))
  link.on('error', () => link.terminate())
  link.on('close', () => {
    const index = sockets.indexOf(link)
    if (index >= 0) sockets.splice(index, 1)
    onConnection()
  })
  sendFrame(link, { type: 'hello', num_connections: sockets.length, debug_info, connection_info: { app_id: appId } })
  onConnection()
}

function deliver(sockets: WebSocket[], acks: PendingAcks, envelope: Envelope): Promise<Ack> {
  const open = sockets.findIndex((link) => link.readyState === link.OPEN)
  const [link] = open < 0 ? [] : sockets.splice(open, 1)
  if (link === undefined) return Promise.resolve({ acknowledged: false, failure: 'dispatch_failed' })
  // The connection that was used moves to the end, so that several connections take turns.
  sockets.push(link)
  const envelopeId = randomUUID()
  const waiting = acks.expect(envelopeId)
  sendFrame(link, {
    envelope_id: envelopeId,
    type: envelope.type,
    payload: envelope.payload,
    accepts_response_payload: envelope.acceptsAnswer,
    ...retryFields(envelope),
  })
  return waiting
}

function retryFields(envelope: Envelope) {
  if (envelope.type !== 'events_api') return {}
  return { retry_attempt: envelope.retry?.num ?? 0, retry_reason: envelope.retry?.reason ?? '' }
}

function takeAck(acks: PendingAcks, frame: string): void {
  const message = parseJson(frame)
  if (!isRecord(message)) return
  const envelopeId = textOf(message.envelope_id)
  if (envelopeId === undefined) return
  const answer = isRecord(message.payload) && Object.keys(message.payload).length > 0 ? message.payload : undefined
  acks.settle(envelopeId, answer === undefined ? { acknowledged: true } : { acknowledged: true, body: answer })
}

/** Closes with a handshake. If it were dropped during its own handshake, Bolt's client would leave a timer of 30 s. */
function farewell(link: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => link.terminate(), farewellMs)
    link.on('close', () => {
      clearTimeout(giveUp)
      resolve()
    })
    link.close(1001)
  })
}

function sendFrame(link: WebSocket, frame: object): void {
  link.send(JSON.stringify(frame), () => {})
}

function pingAll(sockets: WebSocket[]): void {
  for (const link of sockets) link.ping('Ping from applink-local')
}
