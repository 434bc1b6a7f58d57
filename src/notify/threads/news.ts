import { defined } from '../../defined.ts'
import { ackKey } from '../../fleet/acks.ts'
import { troubleOf } from '../../fleet/health.ts'
import { isAwaitingReading } from '../../fleet/judge/misread.ts'
import { unseenEnd } from '../../fleet/judge/unseen-end.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { Ack, Event, EventDetails, News, OutboxEntry, OutgoingMessage, Receipt } from '../../store/store.ts'
import { takenNote } from '../../views/act/ack.ts'
import type { Card, Unfollowed } from '../../views/card/card.ts'
import { withBoardLink } from '../../views/group/board.ts'
import { noteMessage } from '../../views/notice/announcement.ts'
import { muteForOneself, type Why, whyHere, withWhy } from '../../views/notice/why.ts'
import { isDue } from '../decide/patience.ts'
import { type Notification, route } from '../decide/route.ts'
import { isCalling, isPast, rowOf } from '../events.ts'
import { hashOfMessage } from './threads.ts'
import { deliveryKeyOf, type Watched } from './watched.ts'

/** The card and messages of a watch for its channel, before the card is drawn. */
export type WatchNews = Omit<News, 'card'> & { card?: WatchCard }
export type WatchCard = Card | { purpose: 'unfollowed'; migration: Migration; ended: Unfollowed }

/** The card of a watch as it is now, and the messages that go into its thread. Pure. */
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
  const [message] = isCalling(event, events) ? messagesOf(event, watched, defined({ taken })) : []
  return message && { seq, message, hash: hashOfMessage(message) }
}

/** The messages that go into the thread now. One that is not ready holds up all that follow it. */
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
   * `ready`: it goes into the thread of the watch. `grouped`: a group tells it. `undecided`: nobody has decided yet
   * whether a group tells it. `not due`: the channel may not be disturbed yet.
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

/** Events of a migration that a watch may tell of, oldest first. */
export function eventsOf({ watch, known }: Pick<Watched, 'watch' | 'known'>): readonly Event[] {
  const unseen = unseenEnd(watch, known)
  return unseen === undefined ? known.events : [unseen, ...known.events]
}

/** Whether there is anything that `pendingOf` looks at. Quick, since every round asks for all watches. */
export function mayPend(
  { watch, known }: Pick<Watched, 'watch' | 'known'>,
  receipt: Receipt | undefined,
  acks: ReadonlyMap<string, Ack>,
): boolean {
  const { ended, resumed } = watch
  const { account, id } = known.migration
  const isActedOn = ended !== undefined || resumed !== undefined || acks.has(ackKey({ account, migrationId: id }))
  return isActedOn || receipt?.carried !== undefined || eventsOf({ watch, known }).length > 0
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

/**
 * Messages of an event. None for an event that only the card shows. `taken`: who takes care of it. `isPrivate`: it is
 * told to one person, and calls nobody.
 */
export function messagesOf(
  event: Event,
  watched: Watched,
  { taken, isPrivate = false }: { taken?: Ack; isPrivate?: boolean } = {},
): OutgoingMessage[] {
  const { watch, provider, events, isBelowBoard, boardLink, hasHeard, respondersOn } = watched
  const row = rowOf(event, events)
  if (row.place === 'card') return []
  const { details, actor } = event
  const migration = withUnconfirmed(event.migration, watch)
  const responders = isPrivate ? [] : respondersOn(event.seq)
  const from = { details, migration, provider, channel: watch.channel }
  const told = { ...from, responders, hasHeard, ...defined({ actor, taken }) }
  if (row.place === 'thread') return [noteMessage(migration, row.words(told), { isNamed: isBelowBoard })]
  const why = isPrivate ? muteForOneself(watch.account) : whyOf(watched)
  return [withBoardLink(withWhy(row.words(told), why), boardLink)]
}

/** Why the channel of a watch is told of it. */
function whyOf({ watch: { account, channel, isOfSet }, known, subscriptions }: Whyable): Why {
  const { ids: _, ...set } = subscriptions[0]?.of ?? {}
  return whyHere({
    channel,
    account,
    ref: refOf(known.migration),
    isOver: isEnded(known.migration.state),
    ...(isOfSet && { set }),
  })
}

type Whyable = Pick<Watched, 'watch' | 'known' | 'subscriptions'>

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
