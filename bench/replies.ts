import { createServer } from 'node:http'
import { listenOn } from './listen.ts'

/** Stands behind the response_urls: says when an answer came. */
export type Replies = {
  /** A new address, and the promise of its first answer. */
  expect(): { url: string; arrived: Promise<void> }
  /** Every answer is taken this much later. */
  setLatency(latencyMs: number): void
  /** How many have come to any address. */
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
