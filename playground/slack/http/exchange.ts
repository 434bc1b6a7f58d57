import type { IncomingMessage, ServerResponse } from 'node:http'

export type Exchange = { request: IncomingMessage; response: ServerResponse; url: URL }

/** A response as plain data, so that a fault can hold it back. */
export type Reply = { status: number; headers?: Record<string, string>; body: string | Buffer }

export function jsonReply(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  const body = JSON.stringify(value)
  return { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body }
}

export function textReply(body: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

export function htmlReply(body: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

export function send(exchange: Exchange, reply: Reply): void {
  if (exchange.response.destroyed || exchange.response.headersSent) return
  exchange.response.writeHead(reply.status, reply.headers)
  exchange.response.end(reply.body)
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
