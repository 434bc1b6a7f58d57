import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Health } from './health.ts'

/**
 * Handles the pages for machines within another server: `/healthz` and `/readyz`, which tell strangers only whether
 * Ferry is well. With `inner`, also `/metrics`, `/details` and `/doctor`. A handler returns true if it takes the request.
 */
export function createOperateHandler({ health, inner, onError }: OperateParts): OperateHandler {
  const routes = { ...openRoutes(health), ...(inner && innerRoutes(health, inner)) }
  return (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined
    if (route === undefined) return false
    const fail = (error: unknown) => {
      onError(error)
      send(response, plainAnswer(500, 'failed'))
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      route().then((answer) => send(response, answer), fail)
    } else {
      response.setHeader('allow', 'GET, HEAD')
      send(response, plainAnswer(405, 'method not allowed'))
    }
    return true
  }
}

export type OperateParts = {
  health: Health
  /** Present if only the operator can reach these pages. */
  inner?: Inner
  onError(error: unknown): void
}
export type Inner = {
  renderMetrics(): Promise<string>
  /** Examines everything, for `npm run doctor`. */
  examine(): Promise<readonly object[]>
}
export type OperateHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/** Starts a server for the operator's pages alone. Throws the system's error if it can't listen on the address. */
export async function listenForOperators({ host, port, handle }: Listener): Promise<Listening> {
  const server = createServer((request, response) => {
    if (!handle(request, response)) send(response, plainAnswer(404, 'not found'))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const found = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${found}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type Listener = { host: string; port: number; handle: OperateHandler }
export type Listening = { url: string; stop(): Promise<void> }

type Answer = { status: number; type: string; body: string }
type Routes = Readonly<Record<string, () => Promise<Answer>>>

function openRoutes(health: Health): Routes {
  return {
    '/healthz': async () => jsonAnswer(200, { status: 'alive' }),
    '/readyz': async () => {
      const { ok, status } = await health.ready()
      return jsonAnswer(ok ? 200 : 503, { status })
    },
  }
}

function innerRoutes(health: Health, { renderMetrics, examine }: Inner): Routes {
  return {
    '/doctor': async () => jsonAnswer(200, { findings: await examine() }),
    '/details': async () => jsonAnswer(200, await health.details()),
    '/metrics': async () => ({
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      body: await renderMetrics(),
    }),
  }
}

function jsonAnswer(status: number, body: object): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` }
}

function plainAnswer(status: number, text: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` }
}

/** Sends an answer. For a HEAD request, Node leaves the body out by itself. */
function send(response: ServerResponse, { status, type, body }: Answer) {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}
