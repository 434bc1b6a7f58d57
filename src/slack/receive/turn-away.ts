import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from './request-head.ts'

/** How long a client may go on sending after it has been answered, in milliseconds. */
const lingerMs = 1000

/**
 * Answers a request at once, keeps nothing of what is still being sent, and ends the connection a moment later. TCP
 * resets a connection that is closed while something on it is unread, and the answer can be lost with it.
 */
export function turnAway(request: IncomingMessage, response: ServerResponse, { status, headers }: Refusal): void {
  const { socket } = request
  if (response.headersSent || socket.destroyed) return
  response.writeHead(status, { ...headers, connection: 'close', 'content-length': 0 })
  if (request.complete || !hasBody(request)) return void response.end()
  response.flushHeaders()
  socket.end()
  request.resume()
  const impatience = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(impatience))
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
