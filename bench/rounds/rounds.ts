import { limitMemory } from '../../src/launch/memory.js'
import type { Wire } from '../../src/send/wire.ts'
import { openBotParts, type Requested } from '../world/bot-parts.ts'
import { openCountedStore } from './counted-store.ts'

/**
 * A bot in a child process that does as many rounds as it is asked for. It answers with the time that they took, what
 * they read and wrote, and what the last one asked the clouds. With `--expose-gc`, it says how much memory it still
 * needs.
 */
async function main(): Promise<void> {
  // As Ferry is started.
  limitMemory()
  const { STORE_URL: storeUrl = '', CLOUD_URL: cloudUrl = '' } = process.env
  const { store, counts } = await openCountedStore(storeUrl.replace('sqlite:', ''))
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  const requests: Requested[] = []
  const onRequest = (request: Requested) => void requests.push(request)
  const parts = await openBotParts({ storeUrl, store, cloudUrl, wire: holding(isOver), onRequest })
  process.on('message', async (count) => {
    counts.read.clear()
    counts.written.clear()
    const usedBefore = process.cpuUsage()
    const startedAt = performance.now()
    for (let round = 0; round < Number(count); round += 1) {
      requests.length = 0
      await parts.fleet.tick()
    }
    const tookMs = performance.now() - startedAt
    const { user, system } = process.cpuUsage(usedBefore)
    const [read, written] = [Object.fromEntries(counts.read), Object.fromEntries(counts.written)]
    process.send?.({ tookMs, cpuMs: (user + system) / 1000, requests, read, written, ...live() })
  })
  process.once('SIGTERM', () => {
    end()
    parts.stop().finally(() => process.exit(0))
  })
  process.stdout.write(`${JSON.stringify({ url: cloudUrl })}\n`)
}

/** A Slack that accepts nothing before the end: nothing is stored of what it was sent. */
function holding(isOver: Promise<void>): Wire {
  return {
    now: () => undefined,
    post: () => isOver.then(() => '1760000000.000200'),
    update: () => isOver,
    find: () => Promise.resolve({}),
    delete: () => Promise.resolve(),
    permalink: () => Promise.resolve(''),
    open: () => isOver.then(() => 'D1'),
  }
}

/** Size of the heap after a garbage collection. */
function live(): { liveBytes?: number } {
  if (globalThis.gc === undefined) return {}
  globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { heapUsed, external } = process.memoryUsage()
  return { liveBytes: heapUsed + external }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
