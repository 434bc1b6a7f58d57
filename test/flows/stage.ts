import { createSimulatedClock, type SimulatedClock } from '../../playground/clock.ts'
import {
  type Behaviour,
  createHuawei,
  type HuaweiAccount,
  type HuaweiSimulator,
  type TaskAnswer,
  type TaskSeed,
} from '../../playground/huawei/simulator.ts'
import { addChannel } from '../../playground/slack/channels.ts'
import { forOAuth } from '../../playground/slack/manifest.ts'
import type { ActResult, Call, FaultRequest } from '../../playground/slack/protocol.ts'
import { createLocalSlack, type LocalSlack, type LocalSlackOptions } from '../../playground/slack/server.ts'
import { nextId } from '../../playground/slack/world.ts'
import { type Addresses, createApp } from '../../src/app/app.ts'
import { type Clock, systemClock } from '../../src/async/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/operate/log.ts'
import { actsIn } from '../acts.ts'
import { happened } from '../happenings.ts'
import { leaksIn } from './leaks.ts'
import { createPerson, type Person } from './person.ts'
import { isRecord, readingOf } from './reading.ts'
import { cloudAccount, connectAccount, keepKeys, projectId } from './setup.ts'

export type Fault = Parameters<HuaweiSimulator['faults']['add']>[0]
export type CloudCall = ReturnType<HuaweiSimulator['calls']>[number]
export type Mode = 'socket' | 'http'
export const modes = ['socket', 'http'] as const

export type StageOptions = {
  mode?: Mode
  slack?: LocalSlackOptions
  behaviour?: Partial<Behaviour>
  /** Changes to the cloud's account. */
  account?: Partial<HuaweiAccount>
  /** The clock of the cloud's gateway. By default Ferry's clock. */
  gatewayClock?: { now(): number }
  /** Ferry's clock. By default the machine's. */
  ferryClock?: Clock
  /** Hosts of other clouds that Ferry may call. */
  hosts?: readonly string[]
  /** Further environment variables for Ferry. */
  environment?: Record<string, string>
}

/** The real bot, connected over HTTP and sockets to the local Slack and the simulated cloud. */
export type Stage = {
  slack: LocalSlack
  cloud: HuaweiSimulator
  cloudUrl: string
  /** The cloud's time, which stands still until a test moves it. Ferry uses another clock. */
  clock: SimulatedClock
  /** Lines of Ferry's log as printed. */
  logLines: string[]
  /** The parsed log lines with this message. */
  logged(message: string): Record<string, unknown>[]
  readonly ferryUrl: string
  /** Address of Ferry's metrics and details. */
  readonly metricsUrl: string
  person(id?: string, channel?: string): Person
  /** A new person in a channel of their own, with Ferry in it, undisturbed by other tests. */
  newcomer(): Person
  /** A new person in the channel of another. */
  joiner(host: Person): Person
  /** Ferry's calls to Slack, oldest first. */
  slackCalls(method: string, channel?: string): Call[]
  /** Ferry's calls to the cloud whose path contains this text. */
  cloudCalls(inPath: string): CloudCall[]
  task(id: string): TaskAnswer | undefined
  addTask(seed: TaskSeed): string
  /** Makes the next calls of a Web API method fail in this way, once by default. */
  spoil(method: string, fault: FaultRequest['fault'], only?: { times?: number; channel?: string }): void
  act(what: string, request: object): Promise<ActResult>
  /** Stops Ferry as a signal does. Slack and the cloud continue. */
  stopFerry(): Promise<void>
  startFerry(): Promise<void>
  /** Restarts Ferry, with these changes to its environment from now on. */
  restart(environment?: Record<string, string>): Promise<void>
  /** Stops everything. Fails if a secret appeared anywhere. */
  stop(): Promise<void>
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const clock = createSimulatedClock()
  clock.setSpeed(0)
  const { ferryClock = systemClock, gatewayClock = ferryClock } = options
  const slack = await createLocalSlack({ ...patient, signatureClock: ferryClock, ...options.slack })
  const behaviour = { ...quickBehaviour, ...options.behaviour }
  const accounts = [{ ...cloudAccount, ...options.account }]
  const cloud = createHuawei({ clock, accounts, behaviour, gatewayClock })
  const server = await cloud.listen()
  slack.world.watchers.add(happened)
  cloud.onCall(happened)
  const world: Worlds = { slack, cloud, cloudUrl: server.url, clock }
  const ferry = createFerry(world, options)
  await ferry.startFerry()
  return {
    ...world,
    ...ferry,
    ...createPeople(world, ferry),
    ...createObservation(world),
    get ferryUrl() {
      return ferry.url()
    },
    get metricsUrl() {
      return ferry.metricsUrl()
    },
    async restart(changes = {}) {
      await ferry.stopFerry()
      ferry.set(changes)
      await ferry.startFerry()
    },
    async stop() {
      const metrics = await metricsOf(ferry.metricsUrl())
      await ferry.stopFerry()
      await slack.stop()
      await server.stop()
      const leaks = leaksIn({ slack, cloud, logLines: ferry.logLines, metrics })
      if (leaks.length > 0) throw new Error(`Secrets were seen in ${leaks.join(', ')}`)
    },
  }
}

/** Creates a stage on which the engineer has connected the account and saved two storage keys. */
export async function createReadyStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await createStage(options)
  const engineer = stage.person()
  await connectAccount(engineer, stage.cloudUrl)
  await keepKeys(engineer)
  return stage
}

type Worlds = Pick<Stage, 'slack' | 'cloud' | 'cloudUrl' | 'clock'>

/** Deadlines of the local Slack. On a busy machine, Ferry may be late without an error. */
const patient: LocalSlackOptions = { ackDeadlineMs: 60_000, triggerLifeMs: 60_000 }

/** Ids of people who may do everything. */
const newcomerIds = Array.from({ length: 60 }, (_, index) => `U0NEW${index}`)

/** Makes OMS carry out at once what takes it seconds, except what tests want to see in progress. */
const quickBehaviour: Partial<Behaviour> = {
  queueMs: 0,
  pausingMs: 600_000,
  deleteGuardMs: 60_000,
  keyCheckMs: 0,
  runningLimit: 100,
}

function createFerry({ slack, cloudUrl }: Worlds, options: StageOptions) {
  const { mode = 'socket', environment = {}, hosts = [], ferryClock: clock = systemClock } = options
  const logLines: string[] = []
  const write = (line: string) => {
    logLines.push(line)
    happened()
  }
  const log = createLog({ level: 'debug', destination: { write } })
  const settings = {
    SLACK_API_URL: slack.apiUrl,
    ...(environment.SLACK_CLIENT_ID === undefined ? { SLACK_BOT_TOKEN: botTokenOf(slack) } : {}),
    ...(mode === 'socket'
      ? { SLACK_APP_TOKEN: slack.app.appToken }
      : { SLACK_SIGNING_SECRET: slack.app.signingSecret }),
    STORE_URL: 'memory:',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ENDPOINT_ALLOWLIST: [new URL(cloudUrl).host, ...hosts].join(','),
    POLL_SCHEDULE: '* * * * * *',
    SHUTDOWN_GRACE: '0',
    ADMINS: ['U0ENGINEER', 'U0LEAD', 'U0ONCALL', ...newcomerIds].join(','),
    PORT: '0',
    METRICS_PORT: '0',
    ...environment,
  }
  let running: (Addresses & { stop(): Promise<void> }) | undefined
  return {
    logLines,
    logged: (message: string) => logLines.map(parsed).filter((line) => line.msg === message),
    url: () => running?.url ?? '',
    metricsUrl: () => running?.metricsUrl ?? running?.url ?? '',
    set: (changes: Record<string, string>) => void Object.assign(settings, changes),
    async startFerry() {
      if (environment.PUBLIC_URL !== undefined) slack.configure(forOAuth(slack.world.manifest, environment.PUBLIC_URL))
      const app = createApp(readConfig(settings), { log, clock })
      const addresses = await app.start()
      if (mode === 'http') slack.connect(addresses.url)
      running = { ...addresses, stop: app.stop }
    },
    async stopFerry() {
      await running?.stop()
      running = undefined
    },
  }
}

function createPeople({ slack }: Worlds, { logLines }: { logLines: readonly string[] }) {
  const { world } = slack
  const act = actsIn(slack)
  const person = (id = 'U0ENGINEER', channel = 'C0MIGRATIONS') => {
    const picture = () =>
      [...(world.messages.get(channel) ?? []).slice(-5).map(readingOf), ...logLines.slice(-5)].join('\n')
    return createPerson(id, channel, { world, act, picture })
  }
  return {
    act,
    person,
    joiner({ channel }: Person) {
      const id = newUser(world)
      world.channels.get(channel)?.members.push(id)
      return person(id, channel)
    },
    newcomer() {
      const [team] = world.teams.values()
      if (team === undefined) throw new Error('There is no workspace')
      const id = newUser(world)
      const channel = nextId(world, 'C')
      addChannel(world, { id: channel, name: channel.toLowerCase(), team_id: team.id, members: [id, team.bot_user_id] })
      return person(id, channel)
    },
  }
}

/** Adds a person like the engineer, with the same rights. */
function newUser(world: LocalSlack['world']): string {
  const id = newcomerIds.find((one) => !world.users.has(one)) ?? nextId(world, 'U')
  const template = world.users.get('U0ENGINEER')
  if (template !== undefined) world.users.set(id, { ...template, id, name: id.toLowerCase() })
  return id
}

function createObservation({ slack, cloud }: Worlds) {
  return {
    slackCalls: (method: string, channel?: string) =>
      slack.world.calls.filter(
        (call) => call.method === method && (channel === undefined || call.args.channel === channel),
      ),
    cloudCalls: (inPath: string) => cloud.calls().filter(({ path }) => path.includes(inPath)),
    task: (id: string) => cloud.tasks(projectId).find((task) => String(task.id) === id),
    addTask: (seed: TaskSeed) => cloud.addTask(projectId, seed),
    spoil: (
      method: string,
      fault: FaultRequest['fault'],
      { times = 1, channel }: { times?: number; channel?: string } = {},
    ) => void slack.world.faults.push({ method, times, fault, ...(channel === undefined ? {} : { channel }) }),
  }
}

/** The text of the pages with metrics and details. */
async function metricsOf(url: string): Promise<string> {
  if (url === '') return ''
  const pages = ['/metrics', '/details'].map(async (path) => (await fetch(url + path)).text())
  return (await Promise.all(pages)).join('\n')
}

function botTokenOf(slack: LocalSlack): string {
  return [...slack.world.installs.values()][0]?.bot_token ?? ''
}

function parsed(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line)
  return isRecord(value) ? value : {}
}
