import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A response. A text body is sent unchanged, undefined as an empty body, and anything else as JSON. */
export type Answer = { status: number; headers?: Readonly<Record<string, string>>; body?: unknown }

/** The largest body of Huawei's AK/SK authentication, in bytes. The other clouds name no limit. */
const MAX_BODY_BYTES = 12 * 1024 * 1024

/** Reads the complete body. Undefined if it is too large. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size <= MAX_BODY_BYTES) chunks.push(bytes)
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined
}

/** Sends a response. By default, the media type follows from the text: HTML, JSON or none. */
export function sendAnswer(
  response: ServerResponse,
  answer: { status: number; headers?: Readonly<Record<string, string>>; text: string },
): void {
  const type = answer.text.startsWith('<') ? 'text/html' : 'application/json;charset=UTF-8'
  const headers = { ...(answer.text && { 'content-type': type }), ...answer.headers }
  response.writeHead(answer.status, { ...headers, 'content-length': Buffer.byteLength(answer.text) }).end(answer.text)
}

/** Serves on 127.0.0.1. `stop` also closes connections that are idle or never answered. */
export async function listenLocally(
  listener: RequestListener,
  port = 0,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    url: `http://127.0.0.1:${isInternet(address) ? address.port : port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isInternet(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
