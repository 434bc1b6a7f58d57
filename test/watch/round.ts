import { expect, onTestFinished } from 'vitest'
import type { Clock } from '../../src/clock.ts'
import { AppError } from '../../src/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { Connection } from '../../src/providers/provider.ts'
import type { Backend } from '../../src/store/backend.ts'
import { createStore } from '../../src/store/keyv.ts'
import { openMemory } from '../../src/store/memory.ts'
import { createSealer } from '../../src/store/seal.ts'
import type { Sighting, Store, Watch, WorkspaceStore } from '../../src/store/store.ts'
import { createPoller, type Poller } from '../../src/watch/poll.ts'
import { createFakeCloud, type FakeCloud } from '../fake-cloud/cloud.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { anAccount } from '../store/samples.ts'
import { aMigration, aWatch, startAt } from './samples.ts'

/** A poller over a memory store and a fake cloud; delivery accepts everything at once unless `isDelivering` is off. */
export type Round = {
  clock: ManualClock
  cloud: FakeCloud
  /** What the poller reads the account with. */
  connection: Connection
  backend: Backend
  store: Store
  workspace: WorkspaceStore
  poller: Poller
  isDelivering: boolean
  nudged: string[]
  /** Messages of the log. */
  logged: string[]
  ticks: { accounts: number; watches: number; troubled: number }[]
  watch(migrationId: string, channel?: string): Promise<Watch>
  sighting(watch: Watch): Promise<Sighting | undefined>
  /** Ticks, and what the cloud was asked meanwhile. */
  tick(): Promise<string[]>
  /** One more replica, over the same store and by the same clock unless others are given. */
  addPoller(parts?: { store?: Store; clock?: Clock }): Poller
}

export async function createRound(given: { backend?: Backend } = {}): Promise<Round> {
  const clock = createManualClock(startAt)
  const backend = given.backend ?? openMemory({ clock })
  const store = createStore({ backend, clock, sealer: createSealer([firstKey]) })
  const workspace = store.in('T1')
  await workspace.accounts.set('prod-hw', anAccount())
  const cloud = createFakeCloud({ clock })
  // The poller lists and shows, and never calls anything else.
  onTestFinished(() => expect(cloud.calls.filter((call) => !/^(listActive|show) /.test(call))).toEqual([]))
  const addPoller = (parts = {}) => createPoller({ ...partsOf(round), ...parts })
  const round: Round = {
    clock,
    cloud,
    connection: cloud.connect({ name: 'prod-hw' }),
    backend,
    store,
    workspace,
    addPoller,
    isDelivering: true,
    nudged: [],
    logged: [],
    ticks: [],
    get poller() {
      return poller
    },
    async watch(migrationId, channel = 'C1') {
      const watch = aWatch(migrationId, channel)
      await workspace.watches.set(watch.id, watch)
      if (cloud.peek(`prod-hw/${migrationId}`) === undefined) cloud.add(aMigration({ id: migrationId }))
      return watch
    },
    sighting: (watch) => workspace.sightings.get(watch.id),
    async tick() {
      const before = cloud.calls.length
      await poller.tick()
      return cloud.calls.slice(before)
    },
  }
  const poller = addPoller()
  return round
}

export const denied = () => new AppError('provider_denied', { provider: huawei.label, account: 'prod-hw' })
export const unreachable = () => new AppError('provider_unreachable', { provider: huawei.label })

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }

function partsOf(round: Round): Parameters<typeof createPoller>[0] {
  const { store, workspace, clock } = round
  return {
    store,
    providers: [huawei],
    connect: () => round.connection,
    clock,
    delivery: {
      nudge: (_, watchId) => void round.nudged.push(watchId),
      resume: () => undefined,
      async sweep() {
        if (round.isDelivering) await acceptAll(workspace)
      },
    },
    log: {
      warn: (_, message) => void round.logged.push(message),
      error: (_, message) => void round.logged.push(message),
    },
    onTick: (tick) => void round.ticks.push(tick),
  }
}

async function acceptAll({ sightings, receipts }: WorkspaceStore): Promise<void> {
  for (const { watchId, nextSeq, card } of (await sightings.list()).items) {
    const seen = card === undefined ? {} : { cardTs: '1.1', cardHash: card.hash }
    await receipts.set(watchId, { watchId, deliveredSeq: nextSeq - 1, ...seen })
  }
}
