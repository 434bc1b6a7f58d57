import { statSync } from 'node:fs'
import { aboutAddress, aboutSlack, illness, storeIsWell } from '../../app/doctor/about.ts'
import { systemClock } from '../../async/clock.ts'
import { type Config, readConfig } from '../../config/config.ts'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import { problemsIn } from '../../operate/at-once.ts'
import { createLog } from '../../operate/log.ts'
import { checkPort } from '../../operate/port.ts'
import { createBoltLog } from '../../slack/client/bolt-log.ts'
import { openProvenStore } from '../../store/start.ts'
import { doctorText, type Finding, isWell } from '../../views/page/doctor.ts'
import { withEnvFile } from '../env-file.ts'
import type { TerminalCommand, TerminalParts } from '../terminal.ts'
import { askRunning } from './running.ts'

/**
 * Examines Ferry where it runs, or whether it could start. A Ferry that runs examines itself; without one, the checks of
 * a start are made. The exit code is 0 if all is well.
 */
export const doctor: TerminalCommand = {
  name: 'doctor',
  usage: 'doctor',
  about: 'examine everything, and say what to do; exits with 0 if all is well',
  async run(parts) {
    const findings = await examine(parts)
    parts.prompt.say(doctorText(findings))
    return isWell(findings) ? 0 : 1
  },
}

async function examine({ environment, file }: TerminalParts): Promise<Finding[]> {
  const secrecy = aboutFile(file)
  let config: Config
  try {
    config = readConfig(withEnvFile(environment, file))
  } catch (error) {
    return [...secrecy, ...misconfigured(error)]
  }
  const settings = [...secrecy, ...aboutConfig(config)]
  const running = await askRunning(config)
  if (running.type === 'examined') return [...settings, ...running.findings]
  return [...settings, ...(await examineStart(config, running.type === 'alive'))]
}

/** Whether others on this machine can read the env file. Empty without one. */
function aboutFile(file: string): Finding[] {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined || (mode & 0o077) === 0) return []
  const says = `others on this machine can read ${file}, which holds secrets`
  return [{ part: 'Env file', state: 'ill', says, mend: `chmod 600 ${file}` }]
}

function misconfigured(error: unknown): Finding[] {
  if (!isAppError(error, 'config_invalid')) return [illness(error)]
  const mend = 'Correct it in the environment or in .env; the README explains every variable.'
  return String(error.details.problems)
    .split('\n')
    .map((says) => ({ part: 'Environment', state: 'ill', says: says.replaceAll('\u00a0', ' '), mend }))
}

function aboutConfig({ warnings, slack, auth }: Config): Finding[] {
  const mode = slack.mode === 'http' ? 'HTTP mode' : 'Socket Mode'
  const says = `complete: ${mode}, ${auth.type === 'oauth' ? 'many workspaces' : 'one workspace'}`
  const notes = warnings.map((warning): Finding => ({ part: 'Environment', state: 'unknown', says: warning }))
  return [{ part: 'Environment', state: 'well', says }, ...notes]
}

/** Whether Ferry could start. `isAlive`: a Ferry runs that cannot be asked more, and has the port and the store. */
async function examineStart(config: Config, isAlive: boolean): Promise<Finding[]> {
  const log = createLog({ level: 'silent' })
  const { auth, slack } = config
  const appToken = slack.mode === 'socket' ? slack.appToken : undefined
  const parts = { config, clock: systemClock, log, boltLog: createBoltLog(log), ...defined({ appToken }) }
  const findings = await Promise.all([
    aboutSlack(parts, async () => (auth.type === 'token' ? auth.botToken : undefined)),
    isAlive ? aboutAddress(config) : [],
    isAlive ? [] : aboutPort(config),
    aboutStore(config, isAlive),
  ])
  const process: Finding = isAlive
    ? { part: 'Ferry', state: 'unknown', says: 'runs; METRICS_PORT is off, so it cannot be asked more' }
    : { part: 'Ferry', state: 'unknown', says: 'does not run here; start it with: npm start' }
  return [...findings.flat(), process]
}

async function aboutPort(config: Config): Promise<Finding[]> {
  try {
    await checkPort(config)
    return [{ part: 'Port', state: 'well', says: `${config.host}:${config.port} is free` }]
  } catch (error) {
    return [illness(error)]
  }
}

async function aboutStore(config: Config, isAlive: boolean): Promise<Finding[]> {
  const { storeUrl: url, storeId: id, encryptionKeys, lostKeys } = config
  try {
    const log = createLog({ level: 'silent' })
    const store = await openProvenStore({ url, encryptionKeys, lostKeys, clock: systemClock, log, ...defined({ id }) })
    await store.stop()
    return storeIsWell(store, config)
  } catch (error) {
    if (isAlive && isAppError(error, 'store_in_use')) {
      return [{ part: 'Store', state: 'unknown', says: `in use by the Ferry that runs (${error.details.holder})` }]
    }
    return problemsIn(error).map(illness)
  }
}
