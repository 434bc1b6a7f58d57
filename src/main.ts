import { constants } from 'node:os'
import { install } from 'undici'
import { createApp } from './app/app.ts'
import { readConfig } from './config/config.ts'
import { createLog } from './operate/log.ts'
import { isForeseen, startReport } from './operate/start-report.ts'
import { type Environment, readArguments } from './terminal/index.ts'

/** Runs Ferry. Resolves when what was asked for is done: Ferry is ready, or its start has failed and that is reported. */
export function run(): Promise<void> {
  // Fetch is Undici's everywhere: Node's own copy of it, which is never loaded then, takes a sixth of a start.
  install()
  return main().catch(fail)
}

/** Runs the command that the arguments name. Without one, starts Ferry. */
async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2), process.env, process)
  if (asked.type === 'start') await startFerry(asked.environment)
  else process.exitCode = await asked.run()
}

/** Runs Ferry: reads the environment, starts, and stops cleanly on a signal. A second signal ends it at once. */
async function startFerry(environment: Environment): Promise<void> {
  const app = createApp(readConfig(environment))
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
  await app.start().catch((error: unknown) => {
    // If somebody stops Ferry while it waits for Slack, no report is needed.
    if (!isAsked) throw error
  })
}

/** Reports a failed start in one message that a person can act on. Logs an unforeseen error, with its stack. */
function fail(error: unknown): void {
  if (!isForeseen(error)) createLog({ level: 'fatal' }).fatal({ err: error }, 'Ferry cannot start')
  process.stderr.write(startReport(error))
  process.exitCode = 1
  setTimeout(() => process.exit(1), 1000).unref()
}
