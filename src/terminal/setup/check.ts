import { checkStart } from '../../app/start-checks.ts'
import { steadyBeside, systemClock } from '../../async/clock.ts'
import { readConfig } from '../../config/config.ts'
import { createLog } from '../../operate/log.ts'
import { startReport } from '../../operate/start-report.ts'
import { createStops } from '../../operate/stops.ts'
import { createBoltLog } from '../../slack/client/bolt-log.ts'
import type { Environment } from '../env-file.ts'

/** Runs the checks of a start without starting. Returns the report of what prevents it. Undefined if nothing does. */
export async function checkConfig(environment: Environment, say: (text: string) => void): Promise<string | undefined> {
  const clock = systemClock
  const log = createLog({ level: 'warn', destination: { write: (line: string) => say(messageOf(line)) } })
  const stops = createStops({ clock: steadyBeside(clock), log })
  try {
    const config = readConfig(environment)
    for (const warning of config.warnings) say(`${warning}\n`)
    await checkStart({ config, clock, log, boltLog: createBoltLog(log), stops })
    return undefined
  } catch (error) {
    return startReport(error)
  } finally {
    await stops.run()
  }
}

function messageOf(line: string): string {
  return `${JSON.parse(line).msg}\n`
}
