import { defined } from '../../defined.ts'
import { followedSince } from '../../fleet/watches.ts'
import type { Kind } from '../../migrations/migration.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Event, Lane, OutboxEntry, Patience, Watch } from '../../store/store.ts'
import { type Cause, causeOf, digest, type EventTable, type Occasion, rowOf } from '../events.ts'
import { type Calm, calmFor, dueFor, patienceKeyOf } from './patience.ts'

/** A channel that hears of migrations, and how. A watch is a subscription to one migration, with a live card. */
export type Subscription = Calm & {
  id: string
  channel: string
  /** Which migrations. What is absent fits all. */
  of: Scope
  /** Numbers of the events from which and up to which the channel hears. */
  since: number
  until?: number
  /** What the channel hears of. Everything, if absent. */
  occasions?: readonly Occasion[]
}

export type Scope = {
  account?: string
  ids?: readonly string[]
  kinds?: readonly Kind[]
  /** Name of the source or the destination bucket. */
  bucket?: string
  /** Part of the migration's name. */
  name?: string
}

/** What goes to a channel because of an event, how urgent it is, and when. */
export type Notification = {
  subscription: Subscription
  lane: Lane
  place: OutboxEntry['place']
  /** When it may be told, in epoch milliseconds. Until then, the card alone shows it. */
  dueAt: number
  /** What may be told together with others. Absent if it is told by itself. */
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
    return [{ subscription, lane, place, dueAt, cause: subscription.digest === undefined ? cause : digest }]
  })
}

/**
 * Decides about news of an account, which concern all subscriptions of a channel that can't be followed. One that may be
 * disturbed is enough. Pure.
 */
export function routeAccount(
  at: number,
  subscriptions: readonly Subscription[],
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

/** Whether a subscription is about the migration of an event, and about that time. */
export function covers({ of, since, until = Infinity }: Subscription, { seq, details, migration }: Event): boolean {
  const { account, ids, kinds, bucket, name } = of
  const { source, target } = migration
  const known = [migration.id, ...(details.type === 'renamed' ? [details.from, details.to] : [])]
  return (
    seq >= since &&
    seq < until &&
    (account ?? migration.account) === migration.account &&
    (ids === undefined || known.some((id) => ids.includes(id))) &&
    (kinds === undefined || kinds.includes(migration.kind)) &&
    (bucket === undefined || [source.bucket, target.bucket].includes(bucket)) &&
    (name === undefined || (migration.name ?? '').toLowerCase().includes(name.toLowerCase()))
  )
}
