import { statSync } from 'node:fs'
import { aboutAddress, aboutSlack, illness, storeIsWell } from '../../app/doctor/about.ts'
import { systemClock } from '../../async/clock.ts'
import { type Config, readConfig } from '../../config/config.ts'
import { defined } from '../../defined.ts'
import { type AppError, isAppError } from '../../errors/errors.ts'
import { liveReplicas } from '../../leader/presence.ts'
import { problemsIn } from '../../operate/at-once.ts'
import { createLog } from '../../operate/log.ts'
import { checkPort } from '../../operate/port.ts'
import { createBoltLog } from '../../slack/client/bolt-log.ts'
import { openProvenStore } from '../../store/start.ts'
import { doctorText, type Finding, isWell } from '../../views/page/doctor.ts'
import { plural } from '../../views/words/format.ts'
import { withEnvFile } from '../env-file.ts'
import type { TerminalCommand, TerminalParts } from '../terminal.ts'
import { askRunning, type Running } from './running.ts'

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
  return [...settings, ...(await examineStart(config, running.type))]
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

/** Whether Ferry could start. If one may run, it has the store, and perhaps the port. */
async function examineStart(config: Config, running: Unexamined): Promise<Finding[]> {
  const log = createLog({ level: 'silent' })
  const { auth, slack } = config
  const appToken = slack.mode === 'socket' ? slack.appToken : undefined
  const parts = { config, clock: systemClock, log, boltLog: createBoltLog(log), ...defined({ appToken }) }
  const isAlive = running === 'alive'
  const [fromSlack, address, port, store] = await Promise.all([
    aboutSlack(parts, async () => (auth.type === 'token' ? auth.botToken : undefined)),
    isAlive ? aboutAddress(config) : [],
    isAlive ? [] : aboutPort(config),
    openStore(config),
  ])
  const opened = store.type === 'in use' ? [aboutHolder(store, running)] : store.findings
  return [...fromSlack, ...address, ...port, ...opened, aboutFerry(config, { running, store })]
}

type Unexamined = Exclude<Running['type'], 'examined'>

function aboutHolder({ error, holder }: InUse, running: Unexamined): Finding {
  if (running === 'silent') return illness(error)
  const user = running === 'alive' ? `the Ferry that runs (${holder})` : holder
  return { part: 'Store', state: 'unknown', says: `in use by ${user}` }
}

type Seen = { running: Unexamined; store: InUse | Opened }

function aboutFerry({ host, port }: Config, { running, store }: Seen): Finding {
  const is = (says: string): Finding => ({ part: 'Ferry', state: 'unknown', says })
  if (running === 'alive') return is('runs; METRICS_PORT is off, so it cannot be asked more')
  if (store.type === 'examined' && store.replicas === 0) return is('does not run here; start it with: npm start')
  if (running === 'silent') return is(`does not answer at ${host}:${port}${silentUser(store)}`)
  const mend = 'Set METRICS_PORT to a port and restart Ferry. Then doctor can ask it.'
  return { ...is(`${unaskedUser(store)}PORT is 0 and METRICS_PORT is off, so it cannot be asked`), mend }
}

/** The user of the store while nothing answers at the port. */
function silentUser(store: InUse | Opened): string {
  if (store.type === 'in use') return '; the process that uses the store hangs, or listens elsewhere'
  return store.replicas === undefined ? '' : `; ${users(store.replicas)}`
}

/** The user of the store while there is no port at which it could be asked. */
function unaskedUser(store: InUse | Opened): string {
  if (store.type === 'in use') return 'probably runs as that process; '
  return store.replicas === undefined ? 'may run here; ' : `${users(store.replicas)}; `
}

/** A store that several replicas share does not tell where they run. */
function users(replicas: number): string {
  return `${plural(replicas, 'replica')} ${replicas === 1 ? 'works' : 'work'} with the store, here or on another machine`
}

async function aboutPort(config: Config): Promise<Finding[]> {
  try {
    await checkPort(config)
    return [{ part: 'Port', state: 'well', says: `${config.host}:${config.port} is free` }]
  } catch (error) {
    return [illness(error)]
  }
}

async function openStore(config: Config): Promise<InUse | Opened> {
  const { storeUrl: url, storeId: id, encryptionKeys, lostKeys } = config
  try {
    const log = createLog({ level: 'silent' })
    const store = await openProvenStore({ url, encryptionKeys, lostKeys, clock: systemClock, log, ...defined({ id }) })
    const { length: replicas } = await liveReplicas(store).finally(store.stop)
    return { type: 'examined', findings: storeIsWell(store, config), replicas }
  } catch (error) {
    if (isAppError(error, 'store_in_use')) return { type: 'in use', error, holder: String(error.details.holder) }
    return { type: 'examined', findings: problemsIn(error).map(illness) }
  }
}

/** `replicas`: how many work with it. Unknown if it could not be read. */
type Opened = { type: 'examined'; findings: Finding[]; replicas?: number }

/** Another process has the store. */
type InUse = { type: 'in use'; error: AppError; holder: string }
