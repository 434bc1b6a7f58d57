import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Refusal } from './request-head.ts'
import { turnAway } from './turn-away.ts'

export type WebServer = {
  url: string
  isListening(): boolean
  /** Each answer ends its connection from now on. New connections are still taken, until `closeDoor`. */
  announceEnd(): void
  /** Takes no new connections. Resolves when all that was asked is answered; open connections may still ask. */
  closeDoor(): Promise<void>
  /** Ends the connections too, after a moment for what is still to be answered. */
  stop(): Promise<void>
}
export type WebServerParts = {
  host: string
  port: number
  /** Answers the operator's pages; true when it took the request. */
  operate(request: IncomingMessage, response: ServerResponse): boolean
  /** Answers what Slack and browsers ask; otherwise says why not. */
  slack(request: IncomingMessage, response: ServerResponse): Promise<Refusal | undefined>
  onRefused(refusal: Refusal): void
  log: { error(details: object, message: string): void }
  limits?: Partial<Limits>
}

/** What everybody together may take up before anything is known of them. */
const usualLimits = {
  connections: 500,
  /** Proxies repeat many names and addresses; Slack's own headers have half of one. */
  headerBytes: 16 * 1024,
  /** Slack waits three seconds for everything, its own sending included. */
  headersTimeoutMs: 4000,
  requestTimeoutMs: 6000,
  /** Node looks for what is late every thirty seconds unless told, which is when its time limits would hold. */
  lookEveryMs: 1000,
  /**
   * Longer than balancers keep a connection that idles, so that it is they who end it: a request that is on its way when
   * this side ends it is lost. Only who signs rightly has one that is kept.
   */
  keepAliveMs: 16 * 60_000,
}
export type Limits = typeof usualLimits

/** Requests still open at the stop are waited for this long: Bolt answers each within three seconds. */
const farewellMs = 5000

/** The one HTTP server: the operator's pages, then Slack's. */
export async function startServer(parts: WebServerParts): Promise<WebServer> {
  const traffic = createTraffic()
  const server = createLimitedServer({ ...usualLimits, ...parts.limits })
  const take = (request: IncomingMessage, response: ServerResponse) => {
    traffic.follow(response)
    void serve(parts, request, response)
  }
  server.on('request', take)
  // Somebody who asks first whether to send the body is judged before it is sent.
  server.on('checkContinue', take)
  server.on('clientError', (error, socket) => refuseUnread(error, socket, parts.onRefused))
  server.on('drop', () => parts.onRefused({ status: 0, reason: 'connections' }))
  server.on('connection', traffic.welcome)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.port
  return {
    url: `http://${parts.host}:${port}`,
    isListening: () => server.listening,
    announceEnd: traffic.announceEnd,
    closeDoor() {
      traffic.announceEnd()
      // HTTP's own `close` cuts idle connections at once, and with them whatever is on its way on one of them.
      NetServer.prototype.close.call(server)
      return traffic.answered()
    },
    stop: () => stop(server, traffic),
  }
}

function createLimitedServer(limits: Limits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.lookEveryMs,
    keepAliveTimeout: limits.keepAliveMs,
  })
  server.maxConnections = limits.connections
  return server
}

async function serve(parts: WebServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    // Kept for whoever signs rightly, see `receive`: nobody else holds a connection longer than it takes to answer.
    response.shouldKeepAlive = false
    if (parts.operate(request, response)) return
    const refusal = await parts.slack(request, response)
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

/** What Node gives up before it is a request: it came too slowly, or is none. */
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
  welcome(socket: Socket): void
  follow(response: ServerResponse): void
  announceEnd(): void
  /** Resolves when nobody waits for an answer. */
  answered(): Promise<void>
  /** Ends connections on which nobody has asked anything yet: Node does not count them as idle. */
  endSilent(): void
}

function createTraffic(): Traffic {
  const sockets = new Set<Socket>()
  const open = new Set<ServerResponse>()
  let isEnding = false
  let quiet = Promise.withResolvers<void>()
  quiet.resolve()
  return {
    welcome(socket) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    },
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
    endSilent() {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}

/** Connections that idle end at once; those with a request under way end with its answer, or when that takes too long. */
async function stop(server: Server, traffic: Traffic): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.once('close', closed.resolve)
  const impatience = setTimeout(() => server.closeAllConnections(), farewellMs)
  traffic.announceEnd()
  server.close()
  traffic.endSilent()
  await closed.promise
  clearTimeout(impatience)
}
