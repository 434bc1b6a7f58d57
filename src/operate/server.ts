import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Health, HealthReport } from './health.ts'

/**
 * Answers `/healthz`, `/readyz` and `/metrics` within a server that somebody else runs. True when the request was one
 * of them and is taken care of.
 */
export function createOperateHandler({ health, metrics, onError }: OperateParts): OperateHandler {
  const routes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => healthAnswer(health.alive()),
    '/readyz': async () => healthAnswer(await health.ready()),
    '/metrics': async () => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics.render() }),
  }
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

export type OperateParts = { health: Health; metrics: { render(): string }; onError(error: unknown): void }
export type OperateHandler = (request: IncomingMessage, response: ServerResponse) => boolean

type Answer = { status: number; type: string; body: string }

function healthAnswer({ ok, body }: HealthReport): Answer {
  return { status: ok ? 200 : 503, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` }
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
