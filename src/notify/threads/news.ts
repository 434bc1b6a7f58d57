import { defined } from '../../defined.ts'
import { isTold } from '../../fleet/health.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { isAwaitingReading } from '../../fleet/judge/misread.ts'
import { isWorthShowing } from '../../fleet/trouble.ts'
import { isEnded, isFinal, isSettled, type Migration } from '../../migrations/migration.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { AccountHealth, Event, News, OutboxEntry, OutgoingMessage, Receipt, Watch } from '../../store/store.ts'
import { type Card, migrationCard, unfollowedCard } from '../../views/card/card.ts'
import { noteMessage } from '../../views/notice/announcement.ts'
import { isDue, route, subscriptionOf } from '../decide/route.ts'
import { type Cause, isPast, rowOf } from '../events.ts'
import { cardFrom, hashOfMessage } from './threads.ts'
import { deliveryKeyOf, type Watched } from './watched.ts'

/** The card of a watch as it looks now, and what goes into its thread. Pure. */
export function newsOf(watched: Watched, receipt: Receipt | undefined, now: number): News {
  const { watch, known } = watched
  const acts = [watch.ended, watch.resumed].filter((act) => act !== undefined)
  const pending = pendingOf(watched, receipt, now)
  // An end is heard before the card shows it.
  const isUndecided = pending.some(({ status }) => status === 'undecided')
  return {
    ...(!isUndecided && { card: drawn(watched, now) }),
    outbox: readyIn(pending),
    nextSeq: Math.max(known.lastSeq + 1, watch.createdAt, ...acts.map(({ at }) => at + 1)),
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
  const { watch, known } = watched
  const deliveredSeq = receipt?.deliveredSeq ?? watch.createdAt - 1
  const carried = (receipt?.carried ?? []).map((entry): Pending => ({ entry, status: 'ready' }))
  const fresh = known.events.filter(({ seq }) => seq > deliveredSeq)
  return [...carried, ...fresh.flatMap((event) => pendingEvent(event, watched, now)), ...pendingActs(watched)]
    .filter(({ entry }) => entry.seq > deliveredSeq)
    .toSorted((a, b) => a.entry.seq - b.entry.seq)
}

function pendingEvent(event: Event, watched: Watched, now: number): Pending[] {
  const { watch, known, events } = watched
  const decision = watched.decisionOn(event.seq)
  if (decision === undefined && isPast(event, known, events)) return []
  if (isAwaitingReading(event, known)) return []
  return route(event, [subscriptionOf(watch)], events).flatMap(({ lane, place, dueAt, cause }) => {
    const message = messageOf(event, watched)
    if (message === undefined) return []
    const entry = entryOf(watch, { seq: event.seq, decidedAt: event.at, lane, place, message })
    const status = cause === undefined ? 'ready' : statusOf(decision, isDue(dueAt, { at: event.at, now }))
    return [{ entry, status, event, ...defined({ cause }) }]
  })
}

function statusOf(decision: ReturnType<Watched['decisionOn']>, isDueNow: boolean): Pending['status'] {
  if (decision === undefined) return isDueNow ? 'undecided' : 'not due'
  return decision === 'alone' ? 'ready' : 'grouped'
}

function messageOf(
  event: Event,
  { watch, provider, events, isBelowBoard, hasHeard }: Watched,
): OutgoingMessage | undefined {
  const row = rowOf(event, events)
  if (row.place === 'card') return undefined
  const { details, actor } = event
  const migration = withUnconfirmed(event.migration, watch)
  const told = { details, migration, provider, channel: watch.channel, hasHeard, ...defined({ actor }) }
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
    ...(trouble === undefined ? {} : { trouble }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
    ...(heldSince !== undefined && !isEnded(migration.state) && { heldSince }),
  }
}

/** Figures of what is at rest are not old: nobody would have asked for them. */
const restingMs = 15 * 60_000

/** Why a migration's figures are old: because of itself, or of its account. */
export function troubleOf(
  { trouble, missing, migration }: Known,
  health: AccountHealth | undefined,
  now: number,
): Card['trouble'] | undefined {
  if (missing !== undefined && missing.readings > 1) return { ...notFound, since: missing.since }
  if (isFinal(migration.state)) return undefined
  if (trouble !== undefined && isWorthShowing(trouble)) return trouble
  return isTold(health) && !isAtRest(migration, now) ? health.trouble : undefined
}

const notFound = {
  what: 'The cloud doesn’t find this migration at the moment.',
  next: 'Ferry keeps looking, and tells you here if it is gone.',
}

function isAtRest({ state, readAt }: Migration, now: number): boolean {
  return isSettled(state) && now - readAt < restingMs
}

/** The age of figures alone does not change a card, unless it is why the migration counts as stalled. */
function withoutAge(card: Card, { stalledAt = 0 }: Pick<Known, 'stalledAt'>): Card {
  return { ...card, migration: { ...card.migration, readAt: stalledAt } }
}
