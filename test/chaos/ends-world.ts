import { createSimulatedClock } from '../../playground/clock.ts'
import type { FaultRequest, Message } from '../../playground/slack/protocol.ts'
import type { Install, WorkspaceStore } from '../../src/store/store.ts'
import { type EndsCloud, openEndsClouds } from './ends-clouds.ts'
import { tellingsOf, tells } from './ends-told.ts'
import { createSetting, type Setting } from './setting.ts'

/** A Slack whose channels watch migrations on three clouds, and everything that people there may complain of. */
export type EndsWorld = Pick<Setting, 'slack' | 'now' | 'aheadMs' | 'skip'> & {
  /** Environment variables of a Ferry process. */
  environment: Record<string, string>
  clouds: readonly EndsCloud[]
  watched: readonly Watched[]
  /** Ends a migration in its cloud. Those with an odd index fail, the others succeed. */
  end(index: number): void
  /** Connects the accounts to another project where there is one, as a command would, or as they were before. */
  connect(where: 'elsewhere' | 'as before'): Promise<void>
  /** Makes the next call of a Slack method fail in this way. */
  spoil(method: string, fault: FaultRequest['fault']): void
  /** How often Ferry has called Slack or a cloud. */
  calls(): number
  /** Channels in which Ferry is. The last two are private. */
  channels: readonly { id: string }[]
  /** Messages to people and channels that Ferry posted for all to see, direct messages too. */
  messages(): Message[]
  /** Pairs of a migration and a channel without a card. */
  withoutCard(): string[]
  /** Ends that a cloud reached and that a channel was not told. */
  untold(): string[]
  /** Migrations that have ended, and whose card in a channel still shows them running. */
  stale(): string[]
  report(): Report
  stop(): Promise<void>
}

/** A migration and the channels that watch it. The bucket that it copies from tells it from all others. */
export type Watched = { bucket: string; id: string; cloud: EndsCloud; channels: readonly string[] }

export type Report = {
  /** Ends that the clouds reached, once for each channel that watches. */
  ends: number
  lost: string[]
  /** Messages that call a migration deleted, though each cloud has all of its migrations. */
  falselyDeleted: string[]
  toldTwice: string[]
  /** Delivery keys of other messages that were posted more than once. */
  repeated: string[]
}

const channels = Array.from({ length: 8 }, (_, index) => ({
  id: `C0CHAOS${index}`,
  name: `chaos-${index}`,
  isPrivate: index >= 6,
}))
/** The last cloud has so few migrations that hardly any are followed there. They end last. */
const fewest = 2

export type EndsWorldOptions = {
  storeUrl: string
  migrations: number
  /** Whether the workspace installed Ferry by OAuth, so that its token is in the store. */
  isByOAuth?: boolean
}

export async function createEndsWorld(options: EndsWorldOptions): Promise<EndsWorld> {
  const setting = await createSetting({ storeUrl: options.storeUrl, channels })
  const { slack, now } = setting
  let cloudCalls = 0
  const onCall = () => {
    cloudCalls += 1
  }
  const clouds = await openEndsClouds({ clock: createSimulatedClock(now(), now), gatewayClock: { now }, onCall })
  const watched = plantAll(clouds, options.migrations)
  await setting.furnish(async (workspace, { installs }) => {
    await watchAll(workspace, { clouds, watched })
    if (options.isByOAuth === true) await installs.set('T0LOCAL', installationIn(slack))
  })
  const botUserId = slack.world.teams.get('T0LOCAL')?.bot_user_id
  const messages = () =>
    [...slack.world.messages.values()]
      .flat()
      .filter(({ user, only_for }) => user === botUserId && only_for === undefined)
  // A person is told again if the same trouble comes again.
  const inChannels = () => messages().filter(({ channel }) => channels.some(({ id }) => id === channel))
  const pairs = watched.flatMap((one) => one.channels.map((channel) => ({ ...one, channel })))
  const endsOf = (pair: Pair) => tellingsOf(messages(), pair)
  const ended = () => pairs.filter(({ cloud, id }) => cloud.hasEnded(id))
  const untold = () => ended().filter((pair) => endsOf(pair).length === 0)
  return {
    ...setting,
    environment: setting.environmentFor(clouds.map(({ url }) => url)),
    ...{ clouds, watched, channels, messages },
    end(index) {
      const one = watched[index]
      if (one !== undefined && !one.cloud.hasEnded(one.id))
        one.cloud.end(one.id, index % 2 === 0 ? 'succeeds' : 'fails')
    },
    connect: (where) => setting.furnish((workspace) => connectAll(workspace, clouds, where)),
    spoil: (method, fault) => void slack.world.faults.push({ method, times: 1, fault }),
    calls: () => cloudCalls + slack.world.calls.length,
    withoutCard: () => pairs.filter((pair) => !messages().some((one) => isCardOf(one, pair))).map(nameOf),
    untold: () => untold().map(nameOf),
    stale: () =>
      ended()
        .filter((pair) => messages().some((one) => isCardOf(one, pair) && /\bRunning\b/.test(one.text)))
        .map(nameOf),
    report: () => ({
      ends: ended().length,
      lost: untold().map(nameOf),
      falselyDeleted: slack.world.calls.flatMap(({ method, args }) => falseWords(method, args)),
      toldTwice: pairs.flatMap((pair) => {
        const [first, ...others] = endsOf(pair)
        return others.map((other) => `${nameOf(pair)}: ${[first, other].map(keyOf).join(' and ')}`)
      }),
      repeated: repeatedIn(inChannels().filter((message) => !watched.some(({ bucket }) => tells(message, bucket)))),
    }),
    async stop() {
      await slack.stop()
      await Promise.all(clouds.map(({ stop }) => stop()))
    },
  }
}

/** Ferry's record of an installation. */
function installationIn({ world }: Setting['slack']): Install {
  const { id, bot_id, bot_user_id } = world.teams.get('T0LOCAL') ?? {}
  const { bot_token: token, scopes } = world.installs.get('T0LOCAL') ?? {}
  const bot = { id: bot_id, userId: bot_user_id, token, scopes }
  return { team: { id }, isEnterpriseInstall: false, user: { id: 'U0LEAD' }, bot, state: { type: 'active' } }
}

type Pair = Watched & { channel: string }

function nameOf({ bucket, channel }: Pair): string {
  return `${bucket} in ${channel}`
}

/** Most migrations are on the first two clouds. Every fourth is watched by two channels. */
function plantAll(clouds: readonly EndsCloud[], count: number): Watched[] {
  const [few, ...many] = clouds.toReversed()
  return Array.from({ length: count }, (_, index) => {
    const cloud = index >= count - fewest ? few : many[index % many.length]
    if (cloud === undefined) throw new Error('There is no cloud')
    const bucket = `from-${cloud.name}-${String(index).padStart(3, '0')}`
    const places = index % 4 === 3 ? [index, index + 3] : [index]
    const ids = places.map((place) => channels[place % channels.length]?.id ?? '')
    return { bucket, id: cloud.plant(bucket), cloud, channels: ids }
  })
}

async function watchAll(
  workspace: WorkspaceStore,
  { clouds, watched }: Pick<EndsWorld, 'clouds' | 'watched'>,
): Promise<void> {
  await connectAll(workspace, clouds, 'as before')
  for (const { id: migrationId, cloud, channels } of watched) {
    for (const channel of channels) {
      const id = `${cloud.name}/${migrationId}@${channel}`
      const watch = { id, account: cloud.name, kind: cloud.kind, migrationId, channel }
      await workspace.watches.set(id, { ...watch, createdBy: 'U0LEAD', createdAt: Date.now() })
    }
  }
}

async function connectAll(
  { accounts }: Pick<WorkspaceStore, 'accounts'>,
  clouds: readonly EndsCloud[],
  where: 'elsewhere' | 'as before',
): Promise<void> {
  for (const { name, provider, answers, elsewhere } of clouds) {
    const read = provider.readCredentials(where === 'elsewhere' ? (elsewhere ?? answers) : answers)
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const { credentials, facts } = read
    const created = { createdBy: 'U0LEAD', createdAt: Date.now() }
    await accounts.set(name, { name, provider: provider.name, credentials, facts, ...created })
  }
}

function isCardOf({ channel, ts, thread_ts = ts, text }: Message, pair: Pair): boolean {
  return channel === pair.channel && thread_ts === ts && text.includes(pair.bucket)
}

/** False words about a deletion in a call of Ferry's. Cards are edited, so their words at any time count. */
function falseWords(method: string, args: Record<string, unknown>): string[] {
  if (method !== 'chat.postMessage' && method !== 'chat.update') return []
  const said = JSON.stringify([args.text, args.blocks])
  return /\bDeleted\b|no longer lists it/.test(said) ? [`${method}: ${args.text}`] : []
}

/** Delivery keys that were posted more than once. Answers to a single person have none. */
export function repeatedIn(messages: readonly Message[]): string[] {
  const posted = messages.filter(({ only_for }) => only_for === undefined)
  const keys = posted.map(keyOf)
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}

/** The delivery key of a message. */
function keyOf(message: Pick<Message, 'metadata' | 'text'> | undefined): string {
  return String(message?.metadata?.event_payload.key ?? message?.text)
}
