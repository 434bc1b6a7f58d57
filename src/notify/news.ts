import { createHash } from 'node:crypto'
import { defined } from '../defined.ts'
import { isTold } from '../fleet/health.ts'
import type { Known } from '../fleet/known.ts'
import { isWorthShowing } from '../fleet/trouble.ts'
import { knownOf, type WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import { isEnded, isSettled, type Migration } from '../migrations/migration.ts'
import { withUnconfirmed } from '../migrations/unconfirmed.ts'
import type { Provider } from '../providers/provider.ts'
import type { AccountHealth, Event, Lane, News, OutboxEntry, OutgoingMessage, Receipt, Watch } from '../store/store.ts'
import { endMessage, noteMessage } from '../views/announcement.ts'
import { type Card, migrationCard, unfollowedCard } from '../views/card.ts'
import type { Message } from '../views/message.ts'
import { noteFor, stallNote } from './notes.ts'

/** What a watch shows is drawn from this when its turn comes. */
export type Watched = {
  watch: Watch
  known: Known
  health: AccountHealth | undefined
  provider: Pick<Provider, 'label' | 'kinds'>
}

/** Everything of a watch that its news are drawn from. Undefined while its migration has not been read. */
export function watchedOf(
  watch: Watch,
  { fleet, providers }: { fleet: WorkspaceFleet; providers: readonly Provider[] },
): Watched | undefined {
  const known = knownOf(fleet, watch)
  const provider = providers.find(({ name }) => name === known?.migration.provider)
  if (known === undefined || provider === undefined) return undefined
  return { watch, known, provider, health: fleet.health.get(watch.account) }
}

/** The card of a watch as it looks now, and what has to be said besides. Pure. */
export function newsOf(watched: Watched, receipt: Receipt | undefined, now: number): News {
  const { watch, known } = watched
  return {
    card: drawn(watched, now),
    outbox: outboxOf(watched, receipt),
    nextSeq: Math.max(known.lastSeq + 1, watch.createdAt, ...actsOf(watch).map(({ at }) => at + 1)),
  }
}

function drawn(watched: Watched, now: number): NonNullable<News['card']> {
  const { watch, known } = watched
  if (watch.ended !== undefined) {
    const message = unfollowedCard(known.migration, { ...watch.ended, channel: watch.channel })
    return { message, hash: hashOfMessage(message) }
  }
  const card = cardOf(watched, now)
  return { message: migrationCard(card), hash: hashOfMessage(migrationCard(withoutAge(card, known))) }
}

/** What has not been said yet, oldest first. */
function outboxOf(watched: Watched, receipt: Receipt | undefined): OutboxEntry[] {
  const { watch, known } = watched
  const deliveredSeq = receipt?.deliveredSeq ?? watch.createdAt - 1
  const events = unsaid(known.events, watch, deliveredSeq).flatMap((event) => entryOf(event, watched))
  const all = [...(receipt?.carried ?? []), ...events, ...actEntries(watched)]
  return all.filter(({ seq }) => seq > deliveredSeq).toSorted((a, b) => a.seq - b.seq)
}

/** The lines about a watch that somebody ended or took up again. */
function actEntries({ watch, known }: Watched): OutboxEntry[] {
  const { ended, resumed } = watch
  const lines = [
    ...(resumed === undefined ? [] : [{ ...resumed, line: `Followed here again by <@${resumed.by}>` }]),
    ...(ended === undefined ? [] : [{ ...ended, line: `No longer followed here: ended by <@${ended.by}>` }]),
  ]
  return lines.map(({ at, line }) => ({
    ...{
      seq: at,
      decidedAt: at,
      deliveryKey: `${watch.id}#${watch.createdAt}#${at}`,
      place: 'thread',
      lane: 'progress',
    },
    message: noteMessage({ ...known.migration, readAt: at }, line),
  }))
}

function actsOf({ ended, resumed }: Watch): { at: number }[] {
  return [ended, resumed].filter((act) => act !== undefined)
}

/** When each thing was decided that has still to be said, without drawing the card. Pure. */
export function unsaidSince(watched: Watched, receipt: Receipt | undefined): number[] {
  return outboxOf(watched, receipt).map(({ decidedAt }) => decidedAt)
}

/** Events that a watch's channel has not been told. What happened while nobody followed is not told. */
function unsaid(events: readonly Event[], { createdAt, resumed, ended }: Watch, deliveredSeq: number): Event[] {
  const from = Math.max(deliveredSeq + 1, createdAt, resumed?.at ?? 0)
  return events.filter(({ seq }) => seq >= from && seq < (ended?.at ?? Number.POSITIVE_INFINITY))
}

/** The message of an event, for one channel. None for what the card alone shows. */
function entryOf(event: Event, { watch, provider }: Watched): OutboxEntry[] {
  const { seq, at: decidedAt } = event
  const said = messageOf(event, { watch, provider })
  if (said === undefined) return []
  return [{ ...said, seq, deliveryKey: `${watch.id}#${watch.createdAt}#${seq}`, decidedAt }]
}

type Said = { lane: Lane; place: OutboxEntry['place']; message: OutgoingMessage }

function messageOf(
  { details, actor, migration: then }: Event,
  { watch, provider }: Pick<Watched, 'watch' | 'provider'>,
): Said | undefined {
  const migration = withUnconfirmed(then, watch)
  if (details.type === 'state' && isEnded(details.to)) {
    return {
      lane: 'end',
      place: 'broadcast',
      message: endMessage({ migration, provider, channel: watch.channel, ...defined({ actor }) }),
    }
  }
  if (details.type === 'stalled') {
    return { lane: 'stall', place: 'broadcast', message: stallNote({ migration, provider }, details.movedAt) }
  }
  const note = noteFor({ details, ...defined({ actor }) }, { migration, provider })
  return note === undefined ? undefined : { lane: 'progress', place: 'thread', message: noteMessage(migration, note) }
}

function cardOf({ watch, known, health, provider }: Watched, now: number): Card {
  const { migration, stalledAt, movedAt } = known
  const trouble = troubleOf(known, health, now)
  return {
    migration: withUnconfirmed(migration, watch),
    provider,
    purpose: 'live',
    ...(trouble === undefined ? {} : { trouble }),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
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
  if (trouble !== undefined && isWorthShowing(trouble)) return trouble
  return isTold(health) && !isAtRest(migration, now) ? health.trouble : undefined
}

const notFound = {
  what: 'The cloud doesn’t find this migration at the moment.',
  next: 'Ferry keeps looking, and tells you here if it is gone.',
}

function isAtRest({ state, readAt }: Migration, now: number): boolean {
  return state === 'succeeded' || state === 'deleted' || (isSettled(state) && now - readAt < restingMs)
}

/** The age of figures alone does not change a card, unless it is why the migration counts as stalled. */
function withoutAge(card: Card, { stalledAt = 0 }: Pick<Known, 'stalledAt'>): Card {
  return { ...card, migration: { ...card.migration, readAt: stalledAt } }
}

export function hashOfMessage(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}
