import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Exchange } from './exchange.ts'

/** A handler of the host (the page, the clouds' controls), which answers on its own. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export type Router = {
  /** Routes by the longest prefix. A later handler with the same prefix replaces the earlier one. */
  mount(prefix: string, handle: (exchange: Exchange) => void | Promise<void>): void
  route(request: IncomingMessage, response: ServerResponse): Promise<void>
}

export function createRouter(): Router {
  const routes = new Map<string, (exchange: Exchange) => void | Promise<void>>()
  return {
    mount(prefix, handle) {
      routes.set(prefix, handle)
    },
    async route(request, response) {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const prefixes = [...routes.keys()].filter((prefix) => isUnder(url.pathname, prefix))
      const longest = prefixes.sort((a, b) => b.length - a.length)[0]
      const handle = longest === undefined ? undefined : routes.get(longest)
      if (handle === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end(`Nothing at ${url.pathname}`)
        return
      }
      await answer(handle, { request, response, url })
    },
  }
}

/** Runs a handler. An unexpected error is answered and does not end the process. */
async function answer(handle: (exchange: Exchange) => void | Promise<void>, exchange: Exchange): Promise<void> {
  try {
    await handle(exchange)
  } catch (error) {
    if (exchange.response.destroyed) return
    const body = error instanceof Error ? (error.stack ?? error.message) : String(error)
    if (!exchange.response.headersSent) exchange.response.writeHead(500, { 'content-type': 'text/plain' })
    exchange.response.end(body)
  }
}

function isUnder(path: string, prefix: string): boolean {
  return prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix || path.startsWith(`${prefix}/`)
}
