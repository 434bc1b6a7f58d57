import { expect, onTestFinished } from 'vitest'
import type { Nameable } from '../../src/access/people.ts'
import { createLeaders, type Leaders } from '../../src/app/leaders.ts'
import type { Clock } from '../../src/async/clock.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { AccountFleet } from '../../src/fleet/account-fleet.ts'
import type { Known } from '../../src/fleet/judge/known.ts'
import { type EventTable, eventTable } from '../../src/notify/events.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { naver } from '../../src/providers/naver/index.ts'
import type { Connection } from '../../src/providers/provider.ts'
import { withReceipts } from '../../src/send/channels.ts'
import { createDelivery, type Delivery } from '../../src/send/delivery.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Account, AccountHealth, News, Receipt, Store, Watch, WorkspaceStore } from '../../src/store/store.ts'
import { createFakeCloud, type FakeCloud } from '../fake-cloud/cloud.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { aMigration, aWatch, startAt } from '../notify/samples.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { createFakeSlack, type FakeSlack } from '../send/fake-slack.ts'
import { anAccount } from '../store/samples.ts'

/**
 * A replica that leads a workspace, over a memory store and a fake cloud. Delivery accepts everything at once unless
 * `isDelivering` is off.
 */
export type World = {
  clock: ManualClock
  cloud: FakeCloud
  /** The connection by which the account is read. */
  connection: Connection
  slack: FakeSlack
  backend: Backend
  store: Store
  workspace: WorkspaceStore
  fleet: Leaders
  isDelivering: boolean
  /** Watches whose cards were reconsidered at once, and those whose figures alone moved. */
  nudged: string[]
  repainted: string[]
  /** Messages of the log. */
  logged: string[]
  ticks: { accounts: number; watches: number; troubled: number }[]
  watch(migrationId: string, channel?: string): Promise<Watch>
  news(watch: Pick<Watch, 'id'>): Promise<News | undefined>
  /** The leader's knowledge of a migration, in any of its projects. */
  known(migrationId: string): Known | undefined
  /** How the account answers. Undefined while all is well. */
  health(): AccountHealth | undefined
  /** Does one round. Returns what the cloud was asked meanwhile. */
  tick(): Promise<string[]>
  /** Does a round each minute. Returns the minutes at which the cloud was asked something that fits. */
  minutes(count: number, asking?: RegExp): Promise<number[]>
  /** Somebody waits for these migrations, or for the account. Returns what the cloud was asked. */
  look(...ids: string[]): Promise<string[]>
  /** Ends this replica in an orderly way and starts another one over the same store. */
  restart(): Promise<void>
  /** Lets a long time pass while no replica runs. */
  pass(ms: number): Promise<void>
  /** One more replica, over the same place unless another store or clock is given. Stopped at the end. */
  addReplica(parts?: { store?: Store; clock?: Clock }): Promise<Leaders>
}

/**
 * `isRemote`: the store or the cloud is behind a socket, so no time passes while it answers. `isSending`: everything is
 * sent to `slack`. `account`: what is stored as `prod-hw`, where it is not one of Huawei. `events`: how events
 * are told, where it is not by the usual table. `people`: who people are, where not everybody is a member.
 */
export type Given = {
  /** A new one, if absent. */
  clock?: ManualClock
  backend?: Backend
  store?: Store
  isRemote?: boolean
  isSending?: boolean
  account?: Partial<Account>
  events?: EventTable
  people?: Partial<Nameable>
}

export async function createWorld(given: Given = {}): Promise<World> {
  const clock = given.clock ?? createManualClock(startAt)
  const backend = given.backend ?? openMemory({ clock })
  const store = given.store ?? createStore({ backend, clock, sealer: createSealer([firstKey]) })
  const workspace = store.in('T1')
  const account = { ...anAccount(), credentials: keyAnswers, ...given.account }
  await workspace.accounts.set('prod-hw', account)
  const cloud = createFakeCloud({ clock })
  const done = <Value>(promise: Promise<Value>) => (given.isRemote ? promise : clock.passUntil(promise))
  // The observer reads, and never calls anything else.
  onTestFinished(() => expect(cloud.calls.filter((call) => !/^(page|show) /.test(call))).toEqual([]))
  const world: World = {
    clock,
    cloud,
    connection: cloud.connect(providerOf(account)),
    slack: createFakeSlack(clock),
    backend,
    store,
    workspace,
    get fleet() {
      return fleet
    },
    isDelivering: true,
    nudged: [],
    repainted: [],
    logged: [],
    ticks: [],
    async watch(migrationId, channel = 'C1') {
      const watch = aWatch(migrationId, channel)
      if (cloud.peek(`prod-hw/${migrationId}`) === undefined) cloud.add(aMigration({ id: migrationId }))
      await fleet.storeIn('T1').watches.set(watch.id, watch)
      await clock.settle()
      return watch
    },
    news: async ({ id }) => (await fleet.of('T1')?.threads.read(id))?.news,
    known: (id) => accountsOf(fleet).flatMap(({ known }) => known.get(id) ?? [])[0],
    health: () => fleet.of('T1')?.fleet.health.get('prod-hw'),
    async tick() {
      const before = cloud.calls.length
      await done(fleet.tick())
      return cloud.calls.slice(before)
    },
    async minutes(count, asking = /./) {
      const asked: number[] = []
      for (let minute = 0; minute < count; minute += 1) {
        if ((await world.tick()).some((call) => asking.test(call))) asked.push(minute)
        await clock.advance(60_000)
      }
      return asked
    },
    async look(...ids) {
      const before = cloud.calls.length
      fleet.wake('T1', { what: 'look', account: 'prod-hw', ids })
      await clock.settle()
      return cloud.calls.slice(before)
    },
    async addReplica(parts) {
      const replica = begin(parts)
      onTestFinished(() => replica.stop())
      await done(replica.start())
      await clock.settle()
      return replica
    },
    async pass(ms) {
      await fleet.stop()
      await clock.advance(ms)
      await world.restart()
    },
    async restart() {
      await fleet.stop()
      fleet = begin()
      await done(fleet.start().then(fleet.loaded))
      await clock.settle()
    },
  }
  const begin = (parts = {}) =>
    createLeaders({ ...partsOf(world, given), ...(given.isSending && sendingOf(world)), ...parts })
  let fleet = begin()
  await done(fleet.start().then(fleet.loaded))
  await clock.settle()
  onTestFinished(() => fleet.stop())
  return world
}

function providerOf({ provider }: Account): Parameters<FakeCloud['connect']>[0] {
  return { name: 'prod-hw', ...(provider === 'naver' && { provider }) }
}

/** Delivery to the world's own Slack. */
function sendingOf(world: World): { delivery: Delivery } {
  const { clock, slack } = world
  const log = { warn() {}, error: (_: object, message: string) => void world.logged.push(message) }
  const threadsOf = (workspace: string) => world.fleet.of(workspace)?.threads
  const delivery = createDelivery({ threadsOf, led: () => world.fleet.led(), wire: slack.wire, clock, log })
  onTestFinished(() => delivery.stop())
  return { delivery }
}

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }
let replicas = 0

function partsOf(world: World, given: Given): Parameters<typeof createLeaders>[0] {
  const { store, clock } = world
  replicas += 1
  return {
    self: `replica ${replicas}`,
    store,
    providers: [huawei, naver],
    events: given.events ?? eventTable,
    connect: () => world.connection,
    clock,
    delivery: {
      nudge: (_, id) => void world.nudged.push(id),
      repaint: (_, ids) => void world.repainted.push(...ids),
      idle: async () => {},
      heal: async () => {},
      healAll: async () => {},
      remember() {},
      spend() {},
      async sweep() {
        if (world.isDelivering) await acceptAll(world)
      },
    },
    people: {
      in: () => ({
        kindOf: async () => 'member',
        membersOf: async () => [],
        firstAdmins: async () => [],
        ...given.people,
      }),
    },
    log: {
      info: () => undefined,
      warn: (_, message) => void world.logged.push(message),
      error: (_, message) => void world.logged.push(message),
    },
    onTick: (tick) => void world.ticks.push(tick),
  }
}

export const denied = () => new AppError('provider_denied', { provider: huawei.label, account: 'prod-hw' })
export const unreachable = () => new AppError('provider_unreachable', { provider: huawei.label })

function accountsOf(fleet: Leaders): AccountFleet[] {
  return [...(fleet.of('T1')?.fleet.accounts.values() ?? [])]
}

/** As if Slack had accepted everything, with one record of each channel. */
export async function acceptAll({ fleet }: Pick<World, 'fleet'>): Promise<void> {
  const { threads, fleet: known } = fleet.of('T1') ?? {}
  const channels = new Set([...(known?.watches.values() ?? [])].map(({ channel }) => channel))
  for (const channel of channels) {
    const accepted: [id: string, receipt: Receipt][] = []
    for (const id of (await threads?.inChannel(channel)) ?? []) {
      const { news } = (await threads?.read(id)) ?? {}
      if (news?.card === undefined) continue
      accepted.push([id, { deliveredSeq: news.nextSeq - 1, cardTs: '1.1', cardHash: news.card.hash }])
    }
    await threads?.channels.change(channel, (before) => withReceipts(before, accepted))
  }
}

export function said(news: News | undefined): string[] {
  return (news?.outbox ?? []).map(({ lane, place, message }) => `${lane} ${place}: ${message.text}`)
}
