import type { Migration } from '../../src/migrations/migration.ts'
import { privateNotices } from '../../src/notify/threads/private-notices.ts'
import { requestThreads } from '../../src/notify/threads/request-threads.ts'
import { createThreads } from '../../src/notify/threads/threads.ts'
import { watchThreads } from '../../src/notify/threads/watch-threads.ts'
import type { Channels } from '../../src/send/channels.ts'
import { createDelivery, type Delivery, type DeliveryParts } from '../../src/send/delivery.ts'
import type { Threads } from '../../src/send/thread/threads.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type {
  Channel,
  Collection,
  Lane,
  News,
  OutgoingMessage,
  Store,
  Watch,
  WorkspaceStore,
} from '../../src/store/store.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { createFakeSlack, type FakeSlack } from './fake-slack.ts'
import { sharedChannels } from './shared-channels.ts'

/** Watches with something to say, a store and a Slack. Deliveries come and go. */
export type PostOffice = {
  clock: ManualClock
  slack: FakeSlack
  store: Store
  workspace: WorkspaceStore
  logged: string[]
  /** Slack user ids of admins. */
  admins: string[]
  /** Arguments of `onSent`. */
  sent: string[]
  /** News of each watch, by its id. */
  news: Map<string, News>
  /** Known migrations of watches, by the ids of those. Unknown migrations count as going on. */
  known: Map<string, { migration: Migration }>
  /** A replica that leads the workspace, as its store and its wire reach it. */
  open(parts?: Partial<DeliveryParts> & { store?: Pick<Store, 'in'> }): Delivery
  threads(store?: Pick<Store, 'in'>): Threads
  /** The threads as a replica has them that reads and changes these channels until the signal aborts. */
  threadsOver(channels: Channels, signal: AbortSignal): Threads
  watch(id?: string, channel?: string): Promise<Watch>
  /** It is decided that the card looks like this now, and that this is said. */
  decide(watch: Watch, news: { card?: string; says?: readonly Saying[] }): Promise<void>
}
/** `place` and `lane` as in the outbox; an end is broadcast, everything else goes into the thread. */
export type Saying = { lane: Lane; text: string }

export function createPostOffice(given?: Store, clock = createManualClock()): PostOffice {
  const store = remembering(
    given ?? createStore({ backend: openMemory({ clock }), clock, sealer: createSealer([firstKey]) }),
  )
  const office: PostOffice = {
    clock,
    slack: createFakeSlack(clock),
    store,
    get workspace() {
      return office.store.in('T1')
    },
    logged: [],
    admins: [],
    sent: [],
    news: new Map(),
    known: new Map(),
    threads: (reached = store) =>
      office.threadsOver(sharedChannels(reached.in('T1'), store.seen.channels), new AbortController().signal),
    threadsOver: (channels, signal) => threadsOf(office, store.seen, { channels, signal }),
    open({ store: reached, ...parts } = {}) {
      const threads = office.threads(reached)
      return createDelivery({ ...partsOf(office), threadsOf: () => threads, led: () => ['T1'], ...parts })
    },
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
      const before = office.news.get(watch.id)
      office.news.set(watch.id, nextNews(watch, { before, now: clock.now(), ...news }))
    },
  }
  return office
}

/** The leader's memory of a workspace, kept up to date with the writes of all processes. */
type Seen = { watches: Map<string, Watch>; channels: Map<string, Channel> }

/** A store whose watches and channels are in memory as well, as soon as they are stored. */
function remembering(store: Store): Store & { seen: Seen } {
  const seen: Seen = { watches: new Map(), channels: new Map() }
  const opened = new Map<string, WorkspaceStore>()
  const open = (workspace: string): WorkspaceStore => {
    const own = store.in(workspace)
    return {
      ...own,
      watches: mirrored(own.watches, seen.watches),
      channels: mirrored(own.channels, seen.channels),
    }
  }
  return {
    ...store,
    seen,
    in(workspace) {
      const own = opened.get(workspace) ?? open(workspace)
      opened.set(workspace, own)
      return own
    },
  }
}

function mirrored<Item>(collection: Collection<Item>, memory: Map<string, Item>): Collection<Item> {
  return {
    ...collection,
    async set(key, item) {
      await collection.set(key, item)
      memory.set(key, item)
    },
    async delete(key) {
      memory.delete(key)
      return collection.delete(key)
    },
  }
}

function threadsOf(
  { clock, news, known, workspace, admins }: PostOffice,
  { watches }: Seen,
  own: { channels: Channels; signal: AbortSignal },
) {
  const ownNews = ({ id, createdAt }: Watch) => {
    const decided = news.get(id)
    return decided !== undefined && decided.nextSeq >= createdAt ? decided : undefined
  }
  const source = watchThreads({
    requests: workspace.requests,
    watches,
    channels: own.channels,
    newsOf: ownNews,
    knownOf: ({ id }) => known.get(id),
    showingOf: () => 'cards',
    pendingSince: (watch, receipt) =>
      ownNews(watch)
        ?.outbox.filter(({ seq }) => seq > (receipt?.deliveredSeq ?? 0))
        .map(({ decidedAt }) => decidedAt),
  })
  const requests = requestThreads({ requests: workspace.requests, channels: own.channels })
  const sources = [source, requests, privateNotices({ ...own, patience: new Map(), now: clock.now })]
  return createThreads({ ...own, clock, admins: async () => admins, review: async () => {}, sources })
}

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }

function partsOf(office: PostOffice): Omit<DeliveryParts, 'threadsOf' | 'led'> {
  const { clock, slack } = office
  return {
    clock,
    wire: slack.wire,
    log: {
      warn: (_, message) => void office.logged.push(message),
      error: (_, message) => void office.logged.push(message),
    },
    onSent: ({ urgency, outcome }) => void office.sent.push(`${urgency} ${outcome}`),
  }
}

type Decided = { before: News | undefined; now: number; card?: string; says?: readonly Saying[] }

function nextNews(watch: Watch, { before, now, card = 'card 1', says = [] }: Decided): News {
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
    card: { message: aMessage(card), hash: card },
    outbox: [...(before?.outbox ?? []), ...entries],
    nextSeq: nextSeq + entries.length,
  }
}

function aMessage(text: string): OutgoingMessage {
  return { text, blocks: [{ type: 'section' }] }
}

/** Slack's receipt of a thread. */
export async function receiptOf({ workspace }: PostOffice, { id, channel }: Pick<Watch, 'id' | 'channel'>) {
  return (await workspace.channels.get(channel))?.receipts[id]
}

/** Messages of a channel as they stand now, thread replies behind a `>`, broadcast ones behind `>>`. */
export function shown({ messages }: FakeSlack, channel = 'C1'): string[] {
  return messages
    .filter((message) => message.channel === channel)
    .map(({ text, threadTs, isBroadcast }) => `${threadTs === undefined ? '' : isBroadcast ? '>> ' : '> '}${text}`)
}
