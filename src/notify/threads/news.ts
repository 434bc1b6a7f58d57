import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { ackOf, needsSince } from '../../fleet/acks.ts'
import { troubleOf } from '../../fleet/health.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { isAwaitingReading } from '../../fleet/judge/misread.ts'
import { unseenEnd } from '../../fleet/judge/unseen-end.ts'
import { showingOf } from '../../fleet/sets.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import type { Showing } from '../../migrations/set.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Channels } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type {
  AccountHealth,
  Ack,
  Event,
  EventDetails,
  News,
  OutboxEntry,
  OutgoingMessage,
  Receipt,
  Watch,
} from '../../store/store.ts'
import { takenNote } from '../../views/act/ack.ts'
import type { Card, Unfollowed } from '../../views/card/card.ts'
import { noteMessage } from '../../views/notice/announcement.ts'
import type { Groups } from '../decide/groups.ts'
import { isDue } from '../decide/patience.ts'
import { type Notification, route, type Subscription, subscriptionsOf } from '../decide/route.ts'
import { type EventTable, isCalling, isPast, rowOf } from '../events.ts'
import { isOnBoard } from './boards.ts'
import { hashOfMessage } from './threads.ts'

/** What a watch shows and says is drawn from this when its turn comes. */
export type Watched = {
  watch: Watch
  /** What its channel hears, and when. */
  subscriptions: readonly Subscription[]
  /** What its channel sees of it. */
  showing: Showing
  known: Known
  health: AccountHealth | undefined
  provider: Pick<Provider, 'label' | 'kinds'>
  events: EventTable
  /** How an event of the watch is told, by its number. Undefined while that is not decided. */
  decisionOn(seq: number): ReturnType<Groups['decisionOn']>
  /** Whose turn it is to act about an event of the watch, as far as that is decided. */
  respondersOn(seq: number): readonly Responder[]
  /** Who takes care of what is wrong with the migration, and the last who did. */
  taken?: Ack
  lastAck?: Ack
  /** Whether the channel was told everything up to this number. `perhaps`: a post of it was begun and not accepted. */
  hasHeard(seq: number): 'yes' | 'perhaps' | 'no'
  /** Whether the channel's board shows the figures, so that the card need not. */
  isOnBoard: boolean
  /** Since when Slack has been limiting what Ferry may post in the channel, if that is long. */
  heldSince?: number
  /** Whether it has no card of its own, so that its messages have to name it. */
  isBelowBoard: boolean
}

export type WatchSources = {
  fleet: WorkspaceFleet
  groups: Pick<Groups, 'decisionOn' | 'respondersOn'>
  channels: Pick<Channels, 'of'>
  providers: readonly Provider[]
  events: EventTable
}

/** Everything of a watch that its card and messages are drawn from. Undefined while its migration has not been read. */
export function watchedOf(
  watch: Watch,
  { fleet, groups, channels, providers, events }: WatchSources,
): Watched | undefined {
  const known = knownOf(fleet, watch)
  const provider = providers.find(({ name }) => name === known?.migration.provider)
  if (known === undefined || provider === undefined) return undefined
  const channel = channels.of(watch.channel)
  const deliveredSeq = ownReceipt(watch, channel)?.deliveredSeq ?? watch.createdAt - 1
  return {
    watch,
    subscriptions: subscriptionsOf(watch, known.migration, fleet),
    showing: showingOf(watch, known.migration, fleet),
    known,
    health: fleet.health.get(watch.account),
    provider,
    events,
    decisionOn: (seq) => groups.decisionOn(watch.id, seq),
    respondersOn: (seq) => groups.respondersOn(watch.id, seq),
    hasHeard: (seq) => (deliveredSeq >= seq ? 'yes' : deliveryKeyOf(watch, seq) in channel.begun ? 'perhaps' : 'no'),
    isOnBoard: isOnBoard(channel, isEnded(known.migration.state)),
    isBelowBoard: channel.board !== undefined && channel.receipts[watch.id]?.cardTs === undefined,
    ...defined({
      taken: ackOf(fleet.acks, known.migration, needsSince(known)),
      lastAck: ackOf(fleet.acks, known.migration, watch.createdAt),
      heldSince: channel.held?.method === 'post' ? channel.held.since : undefined,
    }),
  }
}

/** What a channel is shown and told of a watch, before its card is drawn. */
export type WatchNews = Omit<News, 'card'> & { card?: WatchCard }
export type WatchCard = Card | { purpose: 'unfollowed'; migration: Migration; ended: Unfollowed }

/** What there is to show of a watch now, and what goes into its thread. Pure. */
export function newsOf(watched: Watched, receipt: Receipt | undefined, now: number): WatchNews {
  const { watch, known, lastAck } = watched
  const acts = [watch.ended, watch.resumed, lastAck]
  const numbers = [known.lastSeq, watch.createdAt - 1, ...acts.map((act) => act?.at), unseenEnd(watch, known)?.seq]
  const pending = pendingOf(watched, receipt, now)
  // An end is heard before the card shows it.
  const isUndecided = pending.some(({ status }) => status === 'undecided')
  return {
    ...(!isUndecided && { card: cardOf(watched, now) }),
    outbox: readyIn(pending).flatMap((one) => entriesOf(one, watched)),
    ...defined({ said: saidNow(watched, receipt) }),
    nextSeq: Math.max(...numbers.filter((number) => number !== undefined)) + 1,
  }
}

/** The last message that called somebody, as it looks once somebody takes care of what it tells. */
function saidNow(watched: Watched, receipt: Receipt | undefined): News['said'] {
  const { known, events, taken } = watched
  if (receipt?.said === undefined || taken === undefined) return undefined
  const { seq } = receipt.said
  const { migration, movedAt: at, stalledAt } = known
  const { state } = migration
  const details: EventDetails =
    stalledAt === undefined ? { type: 'state', from: 'running', to: state } : { type: 'stalled', movedAt: at }
  const event = { seq, at, details, migration: { ...migration, readAt: at } }
  const [message] = isCalling(event, events) ? messagesOf(event, watched, taken) : []
  return message && { seq, message, hash: hashOfMessage(message) }
}

/** What goes into the thread now. What is not ready holds up everything after it. */
function readyIn(pending: readonly Pending[]): readonly Pending[] {
  const end = pending.findIndex(({ status }) => status !== 'ready')
  return pending.slice(0, end < 0 ? pending.length : end)
}

/** Something that a channel has not been told of a watch. */
export type Pending = {
  seq: number
  /** When it happened, in epoch milliseconds. */
  decidedAt: number
  /** When it is meant to be told: later than it happened if the channel is not to be disturbed. */
  dueAt: number
  /**
   * `ready`: it goes into the thread of the watch. `grouped`: a group tells it. `undecided`: nobody has decided yet whether
   * a group tells it. `not due`: the channel may not be disturbed yet.
   */
  status: 'ready' | 'grouped' | 'undecided' | 'not due'
  /** An event, a line about what somebody did with the watch, or an entry that an earlier watch left behind. */
  about:
    | ({ type: 'event'; event: Event } & Way)
    | { type: 'line'; line: string }
    | { type: 'entry'; entry: OutboxEntry }
}

/** Where an event is told and how urgently, and what it has in common with others, if it may be told with them. */
type Way = Pick<Notification, 'lane' | 'place' | 'cause'>

/** Everything that a channel has not been told of a watch, oldest first. Pure. */
export function pendingOf(watched: Watched, receipt: Receipt | undefined, now: number): Pending[] {
  const { watch } = watched
  const { deliveredSeq = watch.createdAt - 1, carried = [] } = receipt ?? {}
  const fresh = eventsOf(watched).filter(({ seq }) => seq > deliveredSeq)
  const left = carried.map(
    (entry): Pending => ({ ...timesOf(entry), status: 'ready', about: { type: 'entry', entry } }),
  )
  return [...left, ...fresh.flatMap((event) => pendingEvent(event, watched, now)), ...pendingActs(watched)]
    .filter(({ seq }) => seq > deliveredSeq)
    .toSorted((a, b) => a.seq - b.seq)
}

/** What has happened to a migration that a watch may tell of, oldest first. */
export function eventsOf({ watch, known }: Pick<Watched, 'watch' | 'known'>): Event[] {
  return [unseenEnd(watch, known) ?? [], known.events].flat()
}

function timesOf({ seq, decidedAt, dueAt = decidedAt }: OutboxEntry): Pick<Pending, 'seq' | 'decidedAt' | 'dueAt'> {
  return { seq, decidedAt, dueAt }
}

function pendingEvent(event: Event, watched: Watched, now: number): Pending[] {
  const { subscriptions, known, events, decisionOn } = watched
  const { seq, at } = event
  const decision = decisionOn(seq)
  if (decision === undefined && isPast(event, known, events)) return []
  if (isAwaitingReading(event, known)) return []
  // A channel may have several subscriptions. It hears once, of what any of them wants.
  const notifications = route(event, subscriptions, events).slice(0, 1)
  return notifications.map(({ lane, place, dueAt, cause }) => {
    const isOwn = cause === undefined || decision === 'alone'
    const undecided = isDue(dueAt, { at, now }) ? 'undecided' : 'not due'
    const status = isOwn ? 'ready' : decision === undefined ? undecided : 'grouped'
    return { seq, decidedAt: at, dueAt, status, about: { type: 'event', event, lane, place, ...defined({ cause }) } }
  })
}

/** The lines about a watch that somebody ended or took up again, and about who takes care of its migration. */
function pendingActs({ watch: { ended, resumed }, showing, lastAck }: Watched): Pending[] {
  if (showing === 'announcements') return []
  const acts = [
    ...(lastAck === undefined ? [] : [{ at: lastAck.at, line: takenNote(lastAck) }]),
    ...(resumed === undefined ? [] : [{ at: resumed.at, line: `Followed here again by <@${resumed.by}>` }]),
    ...(ended === undefined ? [] : [{ at: ended.at, line: `No longer followed here: ended by <@${ended.by}>` }]),
  ]
  return acts.map(({ at, line }) => ({
    seq: at,
    decidedAt: at,
    dueAt: at,
    status: 'ready',
    about: { type: 'line', line },
  }))
}

/** The message that tells something. None for an event that only the card shows. */
function entriesOf({ about, seq, decidedAt, dueAt }: Pending, watched: Watched): OutboxEntry[] {
  if (about.type === 'entry') return [about.entry]
  const { watch, known, isBelowBoard } = watched
  const held = dueAt > decidedAt ? { dueAt } : {}
  const own = { seq, decidedAt, ...held, deliveryKey: deliveryKeyOf(watch, seq) }
  if (about.type === 'event') {
    const { lane, place, event } = about
    const kept = isCalling(event, watched.events) ? { isKept: true as const } : {}
    return messagesOf(event, watched).map((message) => ({ ...own, lane, place, message, ...kept }))
  }
  const message = noteMessage({ ...known.migration, readAt: seq }, about.line, { isNamed: isBelowBoard })
  return [{ ...own, lane: 'progress', place: 'thread', message }]
}

/** What an event says. None for an event that only the card shows. `taken`: who takes care of it. */
export function messagesOf(event: Event, watched: Watched, taken?: Ack): OutgoingMessage[] {
  const { watch, provider, events, isBelowBoard, hasHeard, respondersOn } = watched
  const row = rowOf(event, events)
  if (row.place === 'card') return []
  const { details, actor } = event
  const migration = withUnconfirmed(event.migration, watch)
  const responders = respondersOn(event.seq)
  const from = { details, migration, provider, channel: watch.channel }
  const told = { ...from, responders, hasHeard, ...defined({ actor, taken }) }
  return [row.place === 'thread' ? noteMessage(migration, row.words(told), { isNamed: isBelowBoard }) : row.words(told)]
}

/** Under this key, a message about a watch is posted once. */
function deliveryKeyOf({ id, createdAt }: Pick<Watch, 'id' | 'createdAt'>, seq: number): string {
  return `${id}#${createdAt}#${seq}`
}

function cardOf(watched: Watched, now: number): WatchCard {
  const { watch, known, health, provider, isOnBoard, heldSince, taken } = watched
  const { migration, stalledAt, movedAt } = known
  const { ended, channel, requested, deadline } = watch
  if (ended !== undefined) return { purpose: 'unfollowed', migration, ended: { ...ended, channel } }
  const trouble = troubleOf(known, health, now)
  return {
    migration: withUnconfirmed(migration, watch),
    provider,
    purpose: 'live',
    ...(isOnBoard && { isOnBoard }),
    ...defined({ trouble, requested, taken }),
    ...(deadline && { deadlines: [deadline] }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
    ...(heldSince !== undefined && !isEnded(migration.state) && { heldSince }),
  }
}
