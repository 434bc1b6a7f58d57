import { createLeaders, type Leaders } from '../../src/app/leaders.ts'
import { type Clock, systemClock } from '../../src/async/clock.ts'
import { eventTable } from '../../src/notify/events.ts'
import { type Connections, createConnections } from '../../src/providers/connections.ts'
import { createHttp, type FetchJson } from '../../src/providers/http/http.ts'
import { providers } from '../../src/providers/index.ts'
import { createDelivery, type Delivery } from '../../src/send/delivery.ts'
import type { Wire } from '../../src/send/wire.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { encryptionKeys } from './ferry.ts'

/** The path of a round as app.ts wires it, without Slack's edge and without a schedule. */
export type BotParts = {
  store: Store
  fleet: Leaders
  delivery: Delivery
  connections: Connections
  stop(): Promise<void>
}

export type BotPartsOptions = {
  storeUrl: string
  cloudUrl: string
  wire: Wire
  /** By default, the store at `storeUrl`. */
  store?: Store
  /** Called with every request to a cloud. */
  onRequest?(request: Requested): void
  /** Id of the replica. */
  self?: string
  /** Leaves out the way to Slack. */
  isSilent?: boolean
  /** The clock of rounds, requests and messages. Leases of the store and patience with clouds always last in real time. */
  clock?: Clock
  /** Called with the threads that are about to be sent or repainted. */
  onWork?(kind: 'nudge' | 'repaint', threadIds: readonly string[]): void
}

/** One request to a cloud. */
export type Requested = { account: string; url: URL }

export async function openBotParts(options: BotPartsOptions): Promise<BotParts> {
  const { cloudUrl, wire, isSilent, self = 'bench', clock = systemClock } = options
  const log = { warn: report, error: report }
  const store = options.store ?? (await openBenchStore(options.storeUrl))
  const http = createHttp({ clock: systemClock })
  const fetchJson: FetchJson = (request) => {
    options.onRequest?.({ account: request.about.account, url: request.url })
    return http.fetchJson(request)
  }
  const connections = createConnections({
    providers,
    environment: { clock, fetchJson, warn: () => {} },
    endpointAllowlist: [new URL(cloudUrl).host],
  })
  const delivery: Delivery = createDelivery({
    threadsOf: (one) => fleet.of(one)?.threads,
    led: () => fleet.led(),
    wire,
    clock,
    log,
  })
  const silent = {
    nudge: () => {},
    repaint: () => {},
    idle: async () => {},
    heal: async () => {},
    healAll: async () => {},
    remember() {},
    spend() {},
    sweep: async () => {},
    pending: async () => ({ count: 0, oldestAgeMs: 0 }),
  }
  const fleet: Leaders = createLeaders({
    self,
    store,
    providers,
    events: eventTable,
    connect: connections.of,
    delivery: isSilent ? silent : heard(delivery, options),
    people: { in: () => ({ kindOf: async () => 'member', membersOf: async () => [], firstAdmins: async () => [] }) },
    clock,
    log: { ...log, info: () => {} },
  })
  await fleet.start()
  await fleet.loaded()
  return {
    store,
    fleet,
    delivery,
    connections,
    async stop() {
      await delivery.stop()
      await fleet.stop()
      await http.stop()
      await store.stop()
    },
  }
}

function heard(delivery: Delivery, { onWork }: BotPartsOptions): Delivery {
  if (onWork === undefined) return delivery
  return {
    ...delivery,
    nudge(workspace, id) {
      onWork('nudge', [id])
      delivery.nudge(workspace, id)
    },
    repaint(workspace, ids) {
      onWork('repaint', ids)
      delivery.repaint(workspace, ids)
    },
  }
}

/** For what must not send anything. */
export const noWire: Wire = {
  now: () => undefined,
  post: () => Promise.reject(new Error('Nothing should have been posted')),
  update: () => Promise.reject(new Error('Nothing should have been edited')),
  find: () => Promise.resolve({}),
  delete: () => Promise.resolve(),
  permalink: () => Promise.resolve(''),
  open: () => Promise.reject(new Error('Nobody should have been told')),
}

/** The store as every program of the benchmarks opens it. */
export function openBenchStore(url: string): Promise<Store> {
  return openStore({ url, encryptionKeys: parseKeys(encryptionKeys), clock: systemClock })
}

export function parseKeys(keys: string): { id: string; key: Buffer }[] {
  const [id = '', base64 = ''] = keys.split(':')
  return [{ id, key: Buffer.from(base64, 'base64') }]
}

/** Writes a report to stderr, so that a failure does not go unnoticed. */
function report(details: object, message: string): void {
  process.stderr.write(`${message}: ${'err' in details ? String(details.err) : ''}\n`)
}
