import type { Exchange } from '../http/exchange.ts'
import type { Platform } from '../platform.ts'

/** Streams `{ revision }` as server-sent events: at once, then after each change, several changes at a time as one. */
export function streamRevisions(platform: Platform, exchange: Exchange): void {
  const { response } = exchange
  const { world, signal } = platform
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  let isQueued = false
  let told: number | undefined
  const tell = () => {
    isQueued = false
    told = world.revision
    if (!response.writableEnded) response.write(`data: ${JSON.stringify({ revision: world.revision })}\n\n`)
  }
  const watcher = () => {
    if (isQueued || world.revision === told) return
    isQueued = true
    setImmediate(tell)
  }
  const end = () => response.end()
  world.watchers.add(watcher)
  signal.addEventListener('abort', end, { once: true })
  response.on('close', () => {
    world.watchers.delete(watcher)
    signal.removeEventListener('abort', end)
  })
  tell()
}
