import { onTestFinished } from 'vitest'
import type { LocalSlackOptions } from '../../playground/slack/server.ts'
import { createApp } from '../../src/app/app.ts'
import { type Clock, systemClock } from '../../src/async/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/operate/log.ts'
import { startReport } from '../../src/operate/start-report.ts'
import { createGround, type Environment, environmentOf } from './launch.ts'

/** A local Slack, a path for the store, and an environment with which Ferry starts on both. */
export async function ground(options: LocalSlackOptions = {}, mode: 'http' | 'socket' = 'socket') {
  const { slack, file } = await createGround({ onTestFinished }, options)
  const { SLACK_APP_TOKEN: appToken, ...rest } = environmentOf(slack, file)
  const way = mode === 'http' ? { SLACK_SIGNING_SECRET: slack.app.signingSecret } : { SLACK_APP_TOKEN: appToken ?? '' }
  return { slack, file, environment: { ...rest, ...way } }
}

/** Ferry in this process, with a way to read its log. */
export function ferry(environment: Environment, clock: Clock = systemClock) {
  const lines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(line) } })
  const app = createApp(readConfig(environment), { log, clock })
  onTestFinished(app.stop)
  const logged = (message: string) => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message)
  return { ...app, logged }
}

/** The problems that Ferry prints when it starts, on one line. */
export async function reportOf({ start }: Pick<ReturnType<typeof ferry>, 'start'>): Promise<string> {
  const error: unknown = await start().then(
    () => new Error('It started'),
    (reason) => reason,
  )
  return startReport(error).replaceAll(/\s+/g, ' ')
}
