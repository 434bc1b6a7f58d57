import { defined } from '../../defined.ts'
import { isInScope, showingOf, subscribedIn } from '../../fleet/sets.ts'
import { followedSince, patienceKeyOf } from '../../fleet/watches.ts'
import type { WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Hearing, Scope, Showing } from '../../migrations/set.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Event, Lane, OutboxEntry, Patience, Watch } from '../../store/store.ts'
import { type Cause, causeOf, digest, type EventTable, held, type Occasion, occasions, rowOf } from '../events.ts'
import { type Calm, calmFor, dueFor } from './patience.ts'

/** A channel that hears of migrations, and how. A watch is a subscription to one migration, with a live card. */
export type Subscription = Calm & {
  id: string
  channel: string
  /** Which migrations. What is absent fits all. */
  of: Scope & { ids?: readonly string[] }
  /** Numbers of the events from which and up to which the channel hears. */
  since: number
  until?: number
  /** Occasions that the channel hears of. All, if absent. */
  occasions?: readonly Occasion[]
}

/** An event on its way to a channel: how urgent it is, and when it is told. */
export type Notification = {
  subscription: Subscription
  lane: Lane
  place: OutboxEntry['place']
  /** When it may be told, in epoch milliseconds. Until then, the card alone shows it. */
  dueAt: number
  /** The cause that it may be told together with. Absent if it is told by itself. */
  cause?: Cause
}

/**
 * Decides what goes where, how urgent it is and when. Everything that channels hear of migrations and accounts passes
 * here, so that a muted channel, quiet hours and a digest hold for all of it. Pure.
 */
export function route(event: Event, subscriptions: readonly Subscription[], events: EventTable): Notification[] {
  const row = rowOf(event, events)
  if (row.place === 'card') return []
  const { lane, place, occasion } = row
  return subscriptions.flatMap((subscription): Notification[] => {
    const isWanted = subscription.occasions?.includes(occasion) ?? true
    if (!isWanted || !covers(subscription, event)) return []
    const cause = causeOf(event, events)
    if (cause === undefined) return [{ subscription, lane, place, dueAt: event.at }]
    const dueAt = dueFor(subscription, event.at)
    const together = subscription.digest !== undefined ? digest : dueAt > event.at ? held : cause
    return [{ subscription, lane, place, dueAt, cause: together }]
  })
}

/** Who hears of an account, and when. */
export type AccountHearer = Calm & Pick<Subscription, 'occasions'>

/**
 * Decides about news of an account, which concern all subscriptions of a channel that can't be followed. One that may
 * be disturbed is enough. Pure.
 */
export function routeAccount(
  at: number,
  subscriptions: readonly AccountHearer[],
): Pick<Notification, 'lane' | 'place' | 'dueAt'> {
  const wanting = subscriptions.filter(({ occasions }) => occasions?.includes('account') ?? true)
  const dueAt = wanting.length === 0 ? at : Math.min(...wanting.map((one) => dueFor(one, at)))
  return { lane: 'stall', place: 'broadcast', dueAt }
}

/** A watch as a subscription. */
export function subscriptionOf(watch: Watch, patience: ReadonlyMap<string, Patience>): Subscription {
  const { id, channel, account, ended } = watch
  const ids = watchedIds(watch)
  return {
    id,
    channel,
    of: { account, ids },
    since: followedSince(watch),
    ...calmFor(patience.get(patienceKeyOf(watch)) ?? {}, { account, ids }),
    ...defined({ until: ended?.at }),
  }
}

type Sets = Pick<WorkspaceFleet, 'subscriptions' | 'patience'>

/** Subscriptions of a watch's channel: to everything if somebody asked for the watch, else those of its sets. */
export function subscriptionsOf(watch: Watch, migration: Migration, fleet: Sets): Subscription[] {
  const own = subscriptionOf(watch, fleet.patience)
  if (watch.isOfSet === undefined) return [own]
  const showing = showingOf(watch, migration, fleet)
  return subscribedIn(watch.channel, migration, fleet).map(({ id, of, hears }) => ({
    ...own,
    id,
    of: { ...of, ...own.of },
    occasions: occasionsOf(hears, showing),
  }))
}

const occasionsBy: Readonly<Record<Hearing, readonly Occasion[]>> = {
  ended: ['end', 'failure', 'return', 'account'],
  failed: ['failure', 'stall', 'late', 'account'],
  all: occasions,
}

/** Occasions of a hearing. Those that disturb nobody are for the thread of a card or below a board. */
function occasionsOf(hears: Hearing, showing: Showing): readonly Occasion[] {
  return showing === 'announcements' ? occasionsBy[hears].filter((one) => one !== 'history') : occasionsBy[hears]
}

/** Whether a subscription is about the migration of an event, and about that time. */
function covers({ of, since, until = Infinity }: Subscription, { seq, details, migration }: Event): boolean {
  const { ids, states } = of
  const known = [migration.id, ...(details.type === 'renamed' ? [details.from, details.to] : [])]
  return (
    seq >= since &&
    seq < until &&
    (ids === undefined || known.some((id) => ids.includes(id))) &&
    (states === undefined || states.includes(migration.state)) &&
    isInScope(of, migration)
  )
}
