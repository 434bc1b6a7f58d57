import { createDelivery, type Delivery, type DeliveryParts } from '../../src/delivery/outbox.ts'
import { createStore } from '../../src/store/keyv.ts'
import { openMemory } from '../../src/store/memory.ts'
import { createSealer } from '../../src/store/seal.ts'
import type { Lane, OutgoingMessage, Sighting, Store, Watch, WorkspaceStore } from '../../src/store/store.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { createFakeSlack, type FakeSlack } from './fake-slack.ts'

/** Watches with something to say, a store and a Slack; deliveries come and go. */
export type PostOffice = {
  clock: ManualClock
  slack: FakeSlack
  store: Store
  workspace: WorkspaceStore
  logged: string[]
  /** What `onSent` heard. */
  sent: string[]
  open(parts?: Partial<DeliveryParts>): Delivery
  watch(id?: string, channel?: string): Promise<Watch>
  /** The poller decides that the card looks like this now, and that this is said. */
  decide(watch: Watch, news: { card?: string; says?: readonly Saying[] }): Promise<void>
}
/** `place` and `lane` as in the outbox; an end is broadcast, everything else goes into the thread. */
export type Saying = { lane: Lane; text: string }

export function createPostOffice(store?: Store, clock = createManualClock()): PostOffice {
  const office: PostOffice = {
    clock,
    slack: createFakeSlack(clock),
    store: store ?? createStore({ backend: openMemory({ clock }), clock, sealer: createSealer([firstKey]) }),
    get workspace() {
      return office.store.in('T1')
    },
    logged: [],
    sent: [],
    open: (parts = {}) => createDelivery({ ...partsOf(office), ...parts }),
    async watch(id = '1912', channel = 'C1') {
      const watch: Watch = {
        id: `prod-hw/${id}@${channel}`,
        account: 'prod-hw',
        kind: 'task',
        migrationId: id,
        channel,
        createdBy: 'U1',
        createdAt: clock.now(),
      }
      await office.workspace.watches.set(watch.id, watch)
      return watch
    },
    async decide(watch, news) {
      const before = await office.workspace.sightings.get(watch.id)
      await office.workspace.sightings.set(watch.id, nextSighting(watch, { before, now: clock.now(), ...news }))
    },
  }
  return office
}

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }

function partsOf(office: PostOffice): DeliveryParts {
  const { store, clock, slack } = office
  return {
    store,
    clock,
    wire: slack.wire,
    log: {
      warn: (_, message) => void office.logged.push(message),
      error: (_, message) => void office.logged.push(message),
    },
    onSent: ({ urgency, outcome }) => void office.sent.push(`${urgency} ${outcome}`),
  }
}

type News = { before: Sighting | undefined; now: number; card?: string; says?: readonly Saying[] }

function nextSighting(watch: Watch, { before, now, card = 'card 1', says = [] }: News): Sighting {
  const nextSeq = before?.nextSeq ?? watch.createdAt
  const entries = says.map(({ lane, text }, index) => ({
    seq: nextSeq + index,
    place: lane === 'end' ? ('broadcast' as const) : ('thread' as const),
    lane,
    deliveryKey: `${watch.id}#${watch.createdAt}#${nextSeq + index}`,
    message: aMessage(text),
    decidedAt: now,
  }))
  return {
    watchId: watch.id,
    movedAt: now,
    card: { message: aMessage(card), hash: card },
    outbox: [...(before?.outbox ?? []), ...entries],
    nextSeq: nextSeq + entries.length,
  }
}

function aMessage(text: string): OutgoingMessage {
  return { text, blocks: [{ type: 'section' }] }
}

/** What a channel shows: each message as it stands now, thread replies behind a `>`, broadcast ones behind `>>`. */
export function shown({ messages }: FakeSlack, channel = 'C1'): string[] {
  return messages
    .filter((message) => message.channel === channel)
    .map(({ text, threadTs, isBroadcast }) => `${threadTs === undefined ? '' : isBroadcast ? '>> ' : '> '}${text}`)
}
