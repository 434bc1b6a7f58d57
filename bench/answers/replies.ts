import { createServer } from 'node:http'
import { listenOn } from '../world/listen.ts'

/** A server for the response_urls that reports when an answer came. */
export type Replies = {
  /** An address of which nothing is reported. */
  url: string
  /** Makes a new address, and a promise of its first answer. */
  expect(): { url: string; arrived: Promise<void> }
  /** Delays the acceptance of every answer by this many milliseconds. */
  setLatency(latencyMs: number): void
  /** Number of answers at all addresses. */
  count(): number
  stop(): Promise<void>
}

export async function openReplies(): Promise<Replies> {
  const waiting = new Map<string, () => void>()
  let serial = 0
  let count = 0
  let latencyMs = 0
  const server = createServer((request, response) => {
    const take = () => {
      count += 1
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
      waiting.get(request.url ?? '')?.()
      waiting.delete(request.url ?? '')
    }
    request.resume().once('end', () => (latencyMs > 0 ? setTimeout(take, latencyMs) : take()))
  })
  const { url, stop } = await listenOn(server)
  return {
    url,
    expect() {
      serial += 1
      const path = `/${serial}`
      return { url: `${url}${path}`, arrived: new Promise((resolve) => waiting.set(path, resolve)) }
    },
    setLatency: (ms) => {
      latencyMs = ms
    },
    count: () => count,
    stop,
  }
}
