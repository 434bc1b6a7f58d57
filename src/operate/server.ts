import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Health } from './health.ts'

/**
 * The pages that a machine asks for, within a server that somebody else runs: `/healthz` and `/readyz`, which tell
 * strangers nothing but whether; `inner` adds `/metrics` and `/details`. A handler is true when the request was for one
 * of them and is taken care of.
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
  /** Given where only whoever runs Ferry can ask. */
  inner?: Inner
  onError(error: unknown): void
}
export type Inner = { renderMetrics(): string }
export type OperateHandler = (request: IncomingMessage, response: ServerResponse) => boolean

/** A server for these pages alone. Throws what the system says when the address cannot be listened on. */
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

function innerRoutes(health: Health, { renderMetrics }: Inner): Routes {
  return {
    '/details': async () => jsonAnswer(200, await health.details()),
    '/metrics': async () => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: renderMetrics() }),
  }
}

function jsonAnswer(status: number, body: object): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` }
}

function plainAnswer(status: number, text: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` }
}

/** Node leaves the body out by itself when the request was HEAD. */
function send(response: ServerResponse, { status, type, body }: Answer) {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}
