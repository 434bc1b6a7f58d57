import { constants } from 'node:os'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { isAppError, say } from './errors.ts'

/** Reads the environment, starts, and stops cleanly when it is asked to; asked twice, it ends at once. */
async function main(): Promise<void> {
  const app = createApp(readConfig(process.env))
  let isAsked = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isAsked) process.exit(128 + constants.signals[signal])
      isAsked = true
      app.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
  }
  await app.start()
}

/** One message that a person can act on; the stack only for what nobody foresaw. */
function fail(error: unknown): void {
  const text = isAppError(error)
    ? Object.values(say(error)).join('\n')
    : String(error instanceof Error ? error.stack : error)
  process.stderr.write(`Ferry cannot start.\n${text}\n`)
  process.exitCode = 1
  setTimeout(() => process.exit(1), 1000).unref()
}

main().catch(fail)
