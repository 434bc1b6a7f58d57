import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export type Received = {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}
export type Reply = { status?: number; headers?: Record<string, string>; body?: unknown }
export type LocalServer = { url: URL; received: Received[]; stop(): Promise<void> }

/**
 * A server on 127.0.0.1 for the duration of a test. `answer` returns the reply to each request, a text or anything else
 * as JSON, or handles the response itself and returns nothing.
 */
export async function startServer(
  answer: (received: Received, response: ServerResponse) => Reply | undefined,
): Promise<LocalServer> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: string[] = []
    for await (const chunk of request.setEncoding('utf8')) chunks.push(String(chunk))
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { method = '', headers } = request
    const seen = { method, path, query, headers, body: chunks.join('') }
    received.push(seen)
    const reply = answer(seen, response)
    if (reply === undefined) return
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(stop)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return { url: new URL(`http://127.0.0.1:${address.port}`), received, stop }
}
