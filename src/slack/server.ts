import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type WebServer = { url: string; isListening(): boolean; stop(): Promise<void> }
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
  const server = createServer((request, response) => void serve(parts, request, response))
  server.requestTimeout = 10_000
  server.headersTimeout = 5000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.port
  return {
    url: `http://${parts.host}:${port}`,
    isListening: () => server.listening,
    stop: () =>
      new Promise((resolve) => {
        const impatience = setTimeout(() => server.closeAllConnections(), farewellMs)
        server.close(() => {
          clearTimeout(impatience)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
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
