import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'

/** The bot in a child process that reports on request how much memory it uses. Needs `--expose-gc`. */
async function main(): Promise<void> {
  const app = createApp(readConfig(process.env))
  await app.start()
  process.on('message', () => process.send?.(memoryHeld()))
  process.once('SIGTERM', () => app.stop().finally(() => process.exit(0)))
}

function memoryHeld(): { heldBytes: number; residentBytes: number } {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heldBytes: heapUsed + external, residentBytes: rss }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
