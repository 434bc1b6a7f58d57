import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../async/clock.ts'
import type { Log } from '../../log.ts'
import { type Connections, createConnections } from './connections.ts'
import type { Refusal } from './request-head.ts'
import { turnAway } from './turn-away.ts'

export type WebServer = {
  url: string
  isListening(): boolean
  /** Ends each connection with its next answer. New connections are still taken, until `closeDoor`. */
  announceEnd(): void
  /** Takes no new connections. Resolves when every request is answered; open connections may still send some. */
  closeDoor(): Promise<void>
  /** Ends the connections too, after a moment for the requests that are still to be answered. */
  stop(): Promise<void>
}
export type WebServerParts = {
  host: string
  port: number
  /** Answers the operator's pages. True if it took the request. */
  operate(request: IncomingMessage, response: ServerResponse): boolean
  /**
   * Answers Slack and browsers. Resolves to the reason if it refuses a request. Calls `prove` once the request's signature
   * is proven, which returns whether the connection may be kept.
   */
  slack(request: IncomingMessage, response: ServerResponse, prove: () => boolean): Promise<Refusal | undefined>
  onRefused(refusal: Refusal): void
  /** Measures how long connections are open. */
  clock: Pick<Clock, 'now'>
  log: Log<'error'>
  limits?: Partial<Limits>
}

/** Limits on what all clients together may take up before Ferry knows who they are. */
const usualLimits = {
  connections: 500,
  newcomers: 50,
  silentMs: 1000,
  /** Proxies repeat many names and addresses; Slack's own headers take half of this. */
  headerBytes: 16 * 1024,
  /** Slack waits three seconds for an answer, including the time for sending its request. */
  headersTimeoutMs: 4000,
  requestTimeoutMs: 6000,
  /** How often Node looks for connections that are late. Its default of thirty seconds would be the real time limit. */
  lookEveryMs: 1000,
  /**
   * How long an idle connection is kept: longer than load balancers keep theirs, so that the balancer ends it. If this
   * side did, a request on its way would be lost. Only a client with a valid signature has such a connection.
   */
  keepAliveMs: 16 * 60_000,
}
export type Limits = typeof usualLimits

/**
 * Most connections that may wait until Node takes them. Linux allows no more by default. Beyond it, Slack's connection
 * would have to be tried again.
 */
const backlog = 4096

/** How long a stop waits for open requests, in milliseconds. Bolt answers each within three seconds. */
const farewellMs = 5000

/** Starts Ferry's one HTTP server, for the operator's pages and for Slack's. */
export async function startServer(parts: WebServerParts): Promise<WebServer> {
  const limits = { ...usualLimits, ...parts.limits }
  const traffic = createTraffic()
  const connections = createConnections({
    limits,
    clock: parts.clock,
    onClosed: () => parts.onRefused({ status: 0, reason: 'connections' }),
  })
  const server = createLimitedServer(limits)
  const asked = { ...parts, prove: connections.prove }
  const take = (request: IncomingMessage, response: ServerResponse) => {
    traffic.follow(response)
    void serve(asked, request, response)
  }
  server.on('request', take)
  // A client that asks before it sends the body is checked first.
  server.on('checkContinue', take)
  server.on('clientError', (error, socket) => refuseUnread(error, socket, parts.onRefused))
  server.on('connection', connections.welcome)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: parts.port, host: parts.host, backlog }, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.port
  return {
    url: `http://${parts.host}:${port}`,
    isListening: () => server.listening,
    announceEnd: traffic.announceEnd,
    closeDoor() {
      traffic.announceEnd()
      // HTTP's own `close` ends idle connections at once, and a request that is on its way on one of them would be
      // lost.
      NetServer.prototype.close.call(server)
      return traffic.answered()
    },
    stop: () => stop(server, { announceEnd: traffic.announceEnd, endSilent: connections.endSilent }),
  }
}

function createLimitedServer(limits: Limits): Server {
  return createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.lookEveryMs,
    keepAliveTimeout: limits.keepAliveMs,
  })
}

type Serving = WebServerParts & Pick<Connections, 'prove'>

async function serve(parts: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    // `receive` keeps the connection of a client that signs rightly. For all others, it ends with the answer.
    response.shouldKeepAlive = false
    if (parts.operate(request, response)) return
    const refusal = await parts.slack(request, response, () => parts.prove(request.socket))
    if (refusal === undefined) return
    parts.onRefused(refusal)
    turnAway(request, response, refusal)
  } catch (error) {
    parts.log.error({ err: error }, 'A request could not be answered')
    const refusal = { status: 500, reason: 'failed' } as const
    parts.onRefused(refusal)
    turnAway(request, response, refusal)
  }
}

/** Refuses what Node gave up before it was a request, because it came too slowly or is not HTTP. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex, onRefused: WebServerParts['onRefused']): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal = unread.get(error.code ?? '') ?? { status: 400, reason: 'malformed' }
  onRefused(refusal)
  const text = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
  socket.end(text, () => socket.destroy())
}

const unread = new Map<string, Refusal>([
  ['ERR_HTTP_REQUEST_TIMEOUT', { status: 408, reason: 'slow' }],
  ['HPE_HEADER_OVERFLOW', { status: 431, reason: 'too_large' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { status: 413, reason: 'too_large' }],
])

type Traffic = {
  follow(response: ServerResponse): void
  announceEnd(): void
  /** Resolves when no request waits for an answer. */
  answered(): Promise<void>
}

function createTraffic(): Traffic {
  const open = new Set<ServerResponse>()
  let isEnding = false
  let quiet = Promise.withResolvers<void>()
  quiet.resolve()
  return {
    follow(response) {
      if (open.size === 0) quiet = Promise.withResolvers<void>()
      open.add(response)
      if (isEnding) response.setHeader('connection', 'close')
      response.once('close', () => {
        open.delete(response)
        if (open.size === 0) quiet.resolve()
      })
    },
    announceEnd() {
      isEnding = true
      for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close')
    },
    answered: () => quiet.promise,
  }
}

type Ending = Pick<Traffic, 'announceEnd'> & Pick<Connections, 'endSilent'>

/** Stops the server. Idle connections end at once; others end with their answer, or after `farewellMs`. */
async function stop(server: Server, { announceEnd, endSilent }: Ending): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.once('close', closed.resolve)
  const impatience = setTimeout(() => server.closeAllConnections(), farewellMs)
  announceEnd()
  server.close()
  endSilent()
  await closed.promise
  clearTimeout(impatience)
}
