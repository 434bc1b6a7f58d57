import type { IncomingMessage, ServerResponse } from 'node:http'
import { declaredBytes, mostBytes, type Refusal } from './request-head.ts'

/** Reads bodies that together never take more memory than there is for them. */
export type BodyReader = {
  /** The body, or why it is not read to its end; undefined when the connection has broken. */
  read(request: IncomingMessage, response: ServerResponse): Promise<Buffer | Refusal | undefined>
}

/** More than Slack sends in nearly all cases. So much has room on every connection, whatever others do. */
const ordinaryBytes = 32 * 1024
/** For larger ones, over all connections. */
const budgetBytes = 8 * 1024 * 1024

export function createBodyReader(): BodyReader {
  let reserved = 0

  /** False when there is no room. Given back once the request is answered: until then its body is in memory. */
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
      // Whoever waits to be told has sent no body yet.
      if (request.headers.expect !== undefined) response.writeContinue()
      let hasRoom = isLarge
      return collect(request, (received) => {
        if (received > mostBytes) return { status: 413, reason: 'too_large' }
        if (received <= ordinaryBytes || hasRoom) return undefined
        // In chunks nobody says how much there will be.
        hasRoom = reserve(mostBytes, response)
        return hasRoom ? undefined : busy
      })
    },
  }
}

const busy: Refusal = { status: 503, reason: 'busy', headers: { 'retry-after': '1' } }

/** `judge` is asked with each chunk, before it is kept. */
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

/** One piece of memory that grows: a list of chunks of one byte each would take a hundred times what they hold. */
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
