import { noWire, openBotParts } from './bot-parts.ts'
import { memoryHeld } from './memory-held.ts'

/**
 * A bot in a child process, without Slack's edge, that does rounds when it is asked: so many, or none. It answers with
 * how long they took and how much memory it holds. Needs `--expose-gc`.
 */
async function main(): Promise<void> {
  const { STORE_URL: storeUrl = '', CLOUD_URL: cloudUrl = '' } = process.env
  const parts = await openBotParts({ storeUrl, cloudUrl, wire: noWire, isSilent: true })
  process.on('message', async (count) => {
    const startedAt = performance.now()
    for (let round = 0; round < Number(count); round += 1) await parts.fleet.tick()
    const tookMs = performance.now() - startedAt
    process.send?.({ tookMs, ...memoryHeld() })
  })
  process.once('SIGTERM', () => parts.stop().finally(() => process.exit(0)))
  process.stdout.write(`${JSON.stringify({ url: cloudUrl })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
