import { onTestFinished } from 'vitest'
import { createSimulatedClock } from '../../playground/clock.ts'
import { createHuawei } from '../../playground/huawei/simulator.ts'
import { readCredentials } from '../../src/providers/huawei/client/credentials.ts'
import { startRedis } from '../redis-server.ts'
import { type Balancer, type BalancerOptions, startBalancer } from './balancer.ts'
import { type FerryProcess, startFerry } from './ferry-process.ts'
import { createPeople } from './people.ts'
import { createSetting } from './setting.ts'

/** People who keep typing commands while the replicas behind the balancer restart one after the other. */
export type RollingWorld = {
  replicas: readonly FerryProcess[]
  /** Sends one command. Resolves to its id when it is acknowledged, and to undefined if it is refused. */
  type(): Promise<string | undefined>
  sent(): number
  isAnswered(id: string): boolean
  /** Stops one replica, waits until it is gone, and starts another in its place. Resolves to the exit code. */
  restart(index: number): Promise<number | null>
  /** Stops all replicas. Commands without an answer then count as unanswered. */
  settle(): Promise<Outcome>
  stop(): Promise<void>
}

export type Outcome = {
  sent: number
  /** Statuses or errors of the commands that were not acknowledged. */
  refused: string[]
  /** Number of acknowledged commands that got no answer. */
  unanswered: number
  exitCodes: (number | null)[]
  /** Errors in the replicas' logs, and the balancer's own failures. */
  complaints: string[]
}

const credentials = { projectId: '0123456789abcdef0123456789abcdef', region: 'cn-north-4' }
const secrets = { accessKey: 'EXAMPLEACCESSKEY0001', secretKey: 'example-secret-key-not-real-0001' }
/** Long enough that a command is always in progress when a replica stops. */
const cloudDelayMs = 300

export type RollingOptions = BalancerOptions & { storeUrl: string; environment?: Record<string, string> }

/** Opens the world with its own Redis. Stops everything at the end of the test. */
export async function openRollingWorld(options: Omit<RollingOptions, 'storeUrl'>): Promise<RollingWorld> {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const world = await createRollingWorld({ ...options, storeUrl: redis.url })
  onTestFinished(world.stop)
  return world
}

async function createRollingWorld({ storeUrl, environment = {}, ...balancing }: RollingOptions) {
  const setting = await createSetting({ storeUrl })
  const cloud = createHuawei({
    clock: createSimulatedClock(),
    accounts: [{ ...credentials, ...secrets, storageKeys: [] }],
    gatewayClock: { now: Date.now },
  })
  const server = await cloud.listen()
  // Each command has a task of its own, so that an answer tells which command it belongs to.
  const addTask = () => cloud.addTask(credentials.projectId, { fractionDone: 0.1, bytesPerSecond: 1 })
  cloud.faults.add({ kind: 'slow', ms: cloudDelayMs, times: 1_000_000 })
  await setting.furnish(({ accounts }) => {
    const read = readCredentials({ ...credentials, ...secrets, omsEndpoint: server.url, iamEndpoint: server.url })
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const account = { name: 'chaos', provider: 'huawei', createdBy: 'U0LEAD', createdAt: Date.now() } as const
    return accounts.set('chaos', { ...account, credentials: read.credentials, facts: read.facts })
  })
  const { SLACK_APP_TOKEN: _, ...settings } = setting.environmentFor([server.url])
  const start = () => startFerry({ ...settings, POLL_SCHEDULE: '*/30 * * * * *', ADMINS: 'U0ENGINEER', ...environment })
  const balancer = await startBalancer(balancing)
  const crew = createCrew(start, balancer)
  await crew.muster()
  const people = await createPeople(balancer.url, { signingSecret: setting.slack.app.signingSecret, addTask })
  /** Ferry's posts in the channel, which it makes if the response_url accepts nothing more. */
  const posted = () =>
    setting.slack.world.calls.flatMap(({ method, args }) =>
      method === 'chat.postEphemeral' ? [JSON.stringify(args)] : [],
    )
  const world: RollingWorld = {
    replicas: crew.replicas,
    type: people.type,
    sent: people.sent,
    isAnswered: (id) => people.silent(posted()).every((other) => other !== id),
    restart: crew.restart,
    async settle() {
      const exitCodes = await crew.stop()
      const unanswered = people.silent(posted()).length
      return {
        sent: people.sent(),
        refused: people.refused,
        unanswered,
        exitCodes,
        complaints: [...crew.complaints(), ...balancer.failures()],
      }
    },
    async stop() {
      await crew.kill()
      await people.stop()
      await balancer.stop()
      await server.stop()
      await setting.slack.stop()
    },
  }
  return world
}

function createCrew(start: () => FerryProcess, balancer: Balancer) {
  const everyone: FerryProcess[] = []
  const startNext = () => {
    const next = start()
    everyone.push(next)
    return next
  }
  const replicas = [startNext(), startNext()]
  const urls = () => replicas.flatMap((replica) => replica.url() ?? [])
  return {
    replicas,
    complaints: () => everyone.flatMap((one) => one.printed().match(/^.*"level":"(?:error|fatal)".*$/gm) ?? []),
    async muster() {
      await Promise.all(replicas.map(({ isReady }) => isReady))
      if (urls().length < replicas.length) throw new Error(replicas.map(({ printed }) => printed()).join('\n'))
      await balancer.setReplicas(urls())
    },
    async restart(index: number) {
      const code = await replicas[index]?.stop()
      const next = startNext()
      replicas[index] = next
      await next.isReady
      await balancer.setReplicas(urls())
      return code ?? null
    },
    stop: () => Promise.all(replicas.map((replica) => replica.stop())),
    kill: () => Promise.all(replicas.map((replica) => replica.kill())),
  }
}
