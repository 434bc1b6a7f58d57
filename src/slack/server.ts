import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'

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
  slack(request: IncomingMessage, response: ServerResponse): Promise<void>
  clock: { now(): number }
}

/** Bolt refuses requests older than this; those from the future are refused here. */
const toleranceSeconds = 5 * 60
/** Requests still open at the stop are waited for this long: Bolt answers each within three seconds. */
const farewellMs = 5000

/** The one HTTP server: the operator's pages, then Slack's. */
export async function startServer(parts: WebServerParts): Promise<WebServer> {
  const traffic = createTraffic()
  const server = createServer((request, response) => {
    traffic.follow(response)
    void serve(parts, request, response)
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 5000
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

async function serve(parts: WebServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (parts.operate(request, response)) return
    if (isFromTheFuture(request, parts.clock.now())) return end(response, 401)
    await parts.slack(request, response)
  } catch {
    // Bolt throws for paths that are not its own.
    end(response, 404)
  }
}

/** A signed request with a timestamp ahead of us could be replayed for as long as it is ahead. */
function isFromTheFuture({ headers }: IncomingMessage, now: number): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp'] ?? 0)
  return timestamp - now / 1000 > toleranceSeconds
}

function end(response: ServerResponse, status: number): void {
  if (response.headersSent) return
  response.writeHead(status).end()
}
