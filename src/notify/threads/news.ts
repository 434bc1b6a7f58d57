import type { Responder } from '../../access/owners.ts'
import { defined } from '../../defined.ts'
import { troubleOf } from '../../fleet/health.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { isAwaitingReading } from '../../fleet/judge/misread.ts'
import { unseenEnd } from '../../fleet/judge/unseen-end.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Channels } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { AccountHealth, Event, News, OutboxEntry, OutgoingMessage, Receipt, Watch } from '../../store/store.ts'
import { type Card, migrationCard, unfollowedCard } from '../../views/card/card.ts'
import { noteMessage } from '../../views/notice/announcement.ts'
import type { Groups } from '../decide/groups.ts'
import { isDue } from '../decide/patience.ts'
import { route, type Subscription, subscriptionOf } from '../decide/route.ts'
import { type Cause, type EventTable, isPast, rowOf } from '../events.ts'
import { isOnBoard } from './boards.ts'
import { cardFrom, hashOfMessage } from './threads.ts'

/** What a watch shows and says is drawn from this when its turn comes. */
export type Watched = {
  watch: Watch
  /** What its channel hears, and when. */
  subscriptions: readonly Subscription[]
  known: Known
  health: AccountHealth | undefined
  provider: Pick<Provider, 'label' | 'kinds'>
  events: EventTable
  /** How an event of the watch is told, by its number. Undefined while that is not decided. */
  decisionOn(seq: number): ReturnType<Groups['decisionOn']>
  /** Whose turn it is to act about an event of the watch, as far as that is decided. */
  respondersOn(seq: number): readonly Responder[]
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
    subscriptions: [subscriptionOf(watch, fleet.patience)],
    known,
    health: fleet.health.get(watch.account),
    provider,
    events,
    decisionOn: (seq) => groups.decisionOn(watch.id, seq),
    respondersOn: (seq) => groups.respondersOn(watch.id, seq),
    hasHeard: (seq) => (deliveredSeq >= seq ? 'yes' : deliveryKeyOf(watch, seq) in channel.begun ? 'perhaps' : 'no'),
    isOnBoard: isOnBoard(channel, isEnded(known.migration.state)),
    isBelowBoard: channel.board !== undefined && channel.receipts[watch.id]?.cardTs === undefined,
    ...defined({ heldSince: channel.held?.method === 'post' ? channel.held.since : undefined }),
  }
}

/** The card of a watch as it looks now, and what goes into its thread. Pure. */
export function newsOf(watched: Watched, receipt: Receipt | undefined, now: number): News {
  const { watch, known } = watched
  const numbers = [known.lastSeq, watch.createdAt - 1, watch.ended?.at, watch.resumed?.at, unseenEnd(watch, known)?.seq]
  const pending = pendingOf(watched, receipt, now)
  // An end is heard before the card shows it.
  const isUndecided = pending.some(({ status }) => status === 'undecided')
  return {
    ...(!isUndecided && { card: drawn(watched, now) }),
    outbox: readyIn(pending),
    nextSeq: Math.max(...numbers.filter((number) => number !== undefined)) + 1,
  }
}

/** What goes into the thread now. What is not ready holds up everything after it. */
function readyIn(pending: readonly Pending[]): OutboxEntry[] {
  const end = pending.findIndex(({ status }) => status !== 'ready')
  return pending.slice(0, end < 0 ? pending.length : end).map(({ entry }) => entry)
}

/** Something that a channel has not been told of a watch. */
export type Pending = {
  entry: OutboxEntry
  /**
   * `ready`: it goes into the thread of the watch. `grouped`: a group tells it. `undecided`: nobody has decided yet whether
   * a group tells it. `not due`: the channel may not be disturbed yet.
   */
  status: 'ready' | 'grouped' | 'undecided' | 'not due'
  /** The event that it follows from, and what it has in common with others, if it may be told with them. */
  event?: Event
  cause?: Cause
}

/** Everything that a channel has not been told of a watch, oldest first. Pure. */
export function pendingOf(watched: Watched, receipt: Receipt | undefined, now: number): Pending[] {
  const { watch } = watched
  const deliveredSeq = receipt?.deliveredSeq ?? watch.createdAt - 1
  const carried = (receipt?.carried ?? []).map((entry): Pending => ({ entry, status: 'ready' }))
  const fresh = eventsOf(watched).filter(({ seq }) => seq > deliveredSeq)
  return [...carried, ...fresh.flatMap((event) => pendingEvent(event, watched, now)), ...pendingActs(watched)]
    .filter(({ entry }) => entry.seq > deliveredSeq)
    .toSorted((a, b) => a.entry.seq - b.entry.seq)
}

/** What has happened to a migration that a watch may tell of, oldest first. */
export function eventsOf({ watch, known }: Pick<Watched, 'watch' | 'known'>): Event[] {
  return [unseenEnd(watch, known) ?? [], known.events].flat()
}

function pendingEvent(event: Event, watched: Watched, now: number): Pending[] {
  const { watch, known, events } = watched
  const decision = watched.decisionOn(event.seq)
  if (decision === undefined && isPast(event, known, events)) return []
  if (isAwaitingReading(event, known)) return []
  return route(event, watched.subscriptions, events).flatMap(({ lane, place, dueAt, cause }) => {
    const message = messageOf(event, watched)
    if (message === undefined) return []
    const entry = entryOf(watch, { seq: event.seq, decidedAt: event.at, lane, place, message })
    const isOwn = cause === undefined || decision === 'alone'
    const undecided = isDue(dueAt, { at: event.at, now }) ? 'undecided' : 'not due'
    const status = isOwn ? 'ready' : decision === undefined ? undecided : 'grouped'
    return [{ entry, status, event, ...defined({ cause }) }]
  })
}

function messageOf(
  event: Event,
  { watch, provider, events, isBelowBoard, hasHeard, respondersOn }: Watched,
): OutgoingMessage | undefined {
  const row = rowOf(event, events)
  if (row.place === 'card') return undefined
  const { details, actor } = event
  const migration = withUnconfirmed(event.migration, watch)
  const responders = respondersOn(event.seq)
  const told = { details, migration, provider, channel: watch.channel, responders, hasHeard, ...defined({ actor }) }
  return row.place === 'thread' ? noteMessage(migration, row.words(told), { isNamed: isBelowBoard }) : row.words(told)
}

/** The lines about a watch that somebody ended or took up again. */
function pendingActs({ watch, known, isBelowBoard }: Watched): Pending[] {
  const { ended, resumed } = watch
  const lines = [
    ...(resumed === undefined ? [] : [{ ...resumed, line: `Followed here again by <@${resumed.by}>` }]),
    ...(ended === undefined ? [] : [{ ...ended, line: `No longer followed here: ended by <@${ended.by}>` }]),
  ]
  return lines.map(({ at, line }) => {
    const message = noteMessage({ ...known.migration, readAt: at }, line, { isNamed: isBelowBoard })
    const entry = entryOf(watch, { seq: at, decidedAt: at, lane: 'progress', place: 'thread', message })
    return { entry, status: 'ready' }
  })
}

function entryOf(watch: Watch, said: Omit<OutboxEntry, 'deliveryKey'>): OutboxEntry {
  return { ...said, deliveryKey: deliveryKeyOf(watch, said.seq) }
}

/** Under this key, a message about a watch is posted once. */
function deliveryKeyOf({ id, createdAt }: Pick<Watch, 'id' | 'createdAt'>, seq: number): string {
  return `${id}#${createdAt}#${seq}`
}

function drawn(watched: Watched, now: number): NonNullable<News['card']> {
  const { watch, known } = watched
  if (watch.ended !== undefined) {
    return cardFrom(unfollowedCard(known.migration, { ...watch.ended, channel: watch.channel }))
  }
  const card = cardOf(watched, now)
  return { message: migrationCard(card), hash: hashOfMessage(migrationCard(withoutAge(card, known))) }
}

function cardOf({ watch, known, health, provider, isOnBoard, heldSince }: Watched, now: number): Card {
  const { migration, stalledAt, movedAt } = known
  const trouble = troubleOf(known, health, now)
  return {
    migration: withUnconfirmed(migration, watch),
    provider,
    purpose: 'live',
    ...(isOnBoard && { isOnBoard }),
    ...(watch.requested && { requested: watch.requested }),
    ...defined({ trouble }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
    ...(heldSince !== undefined && !isEnded(migration.state) && { heldSince }),
  }
}

/** The age of figures alone does not change a card, unless it is why the migration counts as stalled. */
function withoutAge(card: Card, { stalledAt = 0 }: Pick<Known, 'stalledAt'>): Card {
  return { ...card, migration: { ...card.migration, readAt: stalledAt } }
}
