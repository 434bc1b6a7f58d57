import { noWire, openBotParts } from '../world/bot-parts.ts'

/** One replica as a child process. It tells how many workspaces it owns, and does a round when it is asked. */
async function main(): Promise<void> {
  const { STORE_URL: storeUrl = '', CLOUD_URL: cloudUrl = '' } = process.env
  const self = String(process.pid)
  const parts = await openBotParts({ storeUrl, cloudUrl, wire: noWire, isSilent: true, self })
  process.on('message', async (question) => {
    const startedAt = performance.now()
    if (question === '"round"') await parts.fleet.tick()
    process.send?.({ tookMs: performance.now() - startedAt, led: parts.fleet.led().length })
  })
  process.once('SIGTERM', () => parts.stop().finally(() => process.exit(0)))
  process.stdout.write(`${JSON.stringify({ url: cloudUrl })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
