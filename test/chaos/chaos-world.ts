import { createSimulatedClock } from '../../playground/clock.ts'
import { createHuawei, type HuaweiSimulator } from '../../playground/huawei/simulator.ts'
import type { FaultRequest, Message } from '../../playground/slack/protocol.ts'
import { readCredentials } from '../../src/providers/huawei/credentials.ts'
import type { WorkspaceStore } from '../../src/store/store.ts'
import { happened } from '../happenings.ts'
import { createSetting } from './setting.ts'

/** Everything around Ferry while it dies and comes back: a Slack, a cloud, and migrations that channels watch. */
export type ChaosWorld = {
  /** Environment variables of the Ferry process. */
  environment: Record<string, string>
  /** Ids of the watched migrations. */
  ids: readonly string[]
  /** How far the clocks of Ferry, Slack and the cloud are ahead of the machine's, in milliseconds. */
  aheadMs(): number
  /** Lets this many milliseconds pass at once. Call it only while no Ferry runs. */
  skip(ms: number): void
  /** Ends a migration. Migrations with an odd index fail, the others succeed. */
  endMigration(index: number): void
  /** Makes the next post fail in this way. */
  spoilPost(fault: FaultRequest['fault']): void
  /** How often Ferry has called Slack or the cloud. */
  calls(): number
  report(): Report
  stop(): Promise<void>
}

export type Report = {
  /** Ids of migrations whose end or card is not in Slack yet. */
  missing: string[]
  /** Delivery keys of messages that were posted more than once. */
  repeated: string[]
  posts: number
  /** How often Ferry looked up whether a message had been posted. */
  lookUps: number
}

const projectId = '0123456789abcdef0123456789abcdef'
const region = 'cn-north-4'
const accessKey = 'EXAMPLEACCESSKEY0001'
const secretKey = 'example-secret-key-not-real-0001'
const channels = Array.from({ length: 8 }, (_, index) => ({ id: `C0CHAOS${index}`, name: `chaos-${index}` }))

export async function createChaosWorld(options: { storeUrl: string; migrations: number }): Promise<ChaosWorld> {
  const setting = await createSetting({ storeUrl: options.storeUrl, channels })
  const { slack, now } = setting
  const cloud = createHuawei({
    clock: createSimulatedClock(Date.now(), now),
    gatewayClock: { now },
    accounts: [{ projectId, region, accessKey, secretKey, storageKeys: [] }],
    behaviour: { runningLimit: 1000 },
  })
  const server = await cloud.listen()
  let cloudCalls = 0
  cloud.onCall(() => {
    cloudCalls += 1
    happened()
  })
  const ids = Array.from({ length: options.migrations }, (_, index) => String(191_000_000_000_000 + index))
  for (const id of ids) cloud.addTask(projectId, { id, fractionDone: 0.1, bytesPerSecond: 1_000_000 })
  await setting.furnish((workspace) => watchAll(workspace, { ids, cloudUrl: server.url }))
  return {
    environment: setting.environmentFor([server.url]),
    ids,
    aheadMs: setting.aheadMs,
    skip: setting.skip,
    endMigration: (index) => endMigration(cloud, ids[index] ?? '', index),
    spoilPost: (fault) => void slack.world.faults.push({ method: 'chat.postMessage', times: 1, fault }),
    calls: () => cloudCalls + slack.world.calls.length,
    report() {
      const looks = slack.world.calls.filter(({ method }) => /history|replies/.test(method))
      return { ...reportOn([...slack.world.messages.values()].flat(), ids), lookUps: looks.length }
    },
    async stop() {
      await slack.stop()
      await server.stop()
    },
  }
}

function endMigration(cloud: HuaweiSimulator, id: string, index: number): void {
  if (index % 2 === 0) cloud.finishTask(id)
  else cloud.failTask(id, 'TRF.0002')
}

async function watchAll(
  { accounts, watches }: WorkspaceStore,
  { ids, cloudUrl }: { ids: readonly string[]; cloudUrl: string },
): Promise<void> {
  const createdAt = Date.now()
  const endpoints = { omsEndpoint: cloudUrl, iamEndpoint: cloudUrl }
  const read = readCredentials({ region, projectId, accessKey, secretKey, ...endpoints })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const { credentials, facts } = read
  await accounts.set('chaos', { name: 'chaos', provider: 'huawei', credentials, facts, createdBy: 'U0LEAD', createdAt })
  for (const [index, migrationId] of ids.entries()) {
    const channel = channels[index % channels.length]?.id ?? ''
    const id = `chaos/${migrationId}@${channel}`
    await watches.set(id, { id, account: 'chaos', kind: 'task', migrationId, channel, createdBy: 'U0LEAD', createdAt })
  }
}

/** What people see in the world. Delivery keys tell which messages are repetitions. */
function reportOn(messages: readonly Message[], ids: readonly string[]): Omit<Report, 'lookUps'> {
  const isBroadcast = (message: Message) => message.is_broadcast === true
  return {
    missing: ids.filter(
      (id) => !messages.some((each) => isBroadcast(each) && JSON.stringify(each.blocks).includes(id)),
    ),
    repeated: [
      ...repeatedIn(messages),
      ...ids.filter(
        (id) => messages.filter((each) => isBroadcast(each) && JSON.stringify(each.blocks).includes(id)).length > 1,
      ),
    ],
    posts: messages.length,
  }
}

/** Delivery keys that were posted more than once. Answers to a single person have none. */
export function repeatedIn(messages: readonly Message[]): string[] {
  const posted = messages.filter(({ only_for }) => only_for === undefined)
  const keys = posted.map(({ metadata, text }) => String(metadata?.event_payload.key ?? text))
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}
