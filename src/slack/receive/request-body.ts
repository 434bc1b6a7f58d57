import type { IncomingMessage, ServerResponse } from 'node:http'
import { declaredBytes, mostBytes, type Refusal } from './request-head.ts'

/** Reads bodies within a common limit of memory. */
export type BodyReader = {
  /** Reads a body. Resolves to the refusal if it is not read to its end; undefined if the connection has broken. */
  read(request: IncomingMessage, response: ServerResponse): Promise<Buffer | Refusal | undefined>
}

/** Size in bytes that every connection may use, whatever others do. Nearly everything that Slack sends is smaller. */
const ordinaryBytes = 32 * 1024
/** Memory in bytes for larger bodies, over all connections. */
const budgetBytes = 8 * 1024 * 1024

export function createBodyReader(): BodyReader {
  let reserved = 0

  /** Reserves memory until the request is answered: its body stays in memory until then. False without room. */
  function reserve(bytes: number, response: ServerResponse): boolean {
    if (reserved + bytes > budgetBytes) return false
    reserved += bytes
    response.once('close', () => {
      reserved -= bytes
    })
    return true
  }

  return {
    read(request, response) {
      const declared = declaredBytes(request)
      const isLarge = declared > ordinaryBytes
      if (isLarge && !reserve(declared, response)) return Promise.resolve(busy)
      // A client that asks whether to continue has sent no body yet.
      if (request.headers.expect !== undefined) response.writeContinue()
      let hasRoom = isLarge
      return collect(request, (received) => {
        if (received > mostBytes) return { status: 413, reason: 'too_large' }
        if (received <= ordinaryBytes || hasRoom) return undefined
        // A chunked body does not declare its size, so the largest is reserved.
        hasRoom = reserve(mostBytes, response)
        return hasRoom ? undefined : busy
      })
    },
  }
}

const busy: Refusal = { status: 503, reason: 'busy', headers: { 'retry-after': '1' } }

/** Reads a body in one piece. Calls `judge` with the bytes received so far at each chunk, before the chunk is kept. */
function collect(
  request: IncomingMessage,
  judge: (received: number) => Refusal | undefined,
): Promise<Buffer | Refusal | undefined> {
  return new Promise((resolve) => {
    const body = createHeap()
    let received = 0
    const take = (chunk: Buffer) => {
      received += chunk.length
      const refusal = judge(received)
      if (refusal === undefined) return body.add(chunk)
      request.off('data', take)
      resolve(refusal)
    }
    request.on('data', take)
    request.once('end', () => resolve(body.take()))
    request.once('close', () => resolve(undefined))
  })
}

const firstBytes = 2048

/** Memory that grows in one piece: a list of chunks of one byte each would take a hundred times their size. */
function createHeap() {
  let memory = Buffer.alloc(0)
  let length = 0
  return {
    add(chunk: Buffer) {
      const needed = length + chunk.length
      if (needed > memory.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * memory.length, mostBytes), firstBytes))
        memory.copy(larger, 0, 0, length)
        memory = larger
      }
      length += chunk.copy(memory, length)
    },
    take: () => memory.subarray(0, length),
  }
}
