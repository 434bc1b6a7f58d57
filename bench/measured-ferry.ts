import { createApp } from '../src/app/app.ts'
import { readConfig } from '../src/config/config.ts'
import { memoryHeld } from './memory-held.ts'

/** The bot in a child process that reports on request how much memory it uses. Needs `--expose-gc`. */
async function main(): Promise<void> {
  const app = createApp(readConfig(process.env))
  await app.start()
  process.on('message', () => process.send?.(memoryHeld()))
  process.once('SIGTERM', () => app.stop().finally(() => process.exit(0)))
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
