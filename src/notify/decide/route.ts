import { Temporal } from 'temporal-polyfill'
import { defined } from '../../defined.ts'
import { followedSince } from '../../fleet/watches.ts'
import type { Kind } from '../../migrations/migration.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Event, Lane, OutboxEntry, Patience, Watch } from '../../store/store.ts'
import { type Cause, causeOf, digest, type EventTable, type Occasion, rowOf } from '../events.ts'

/** A channel that hears of migrations, and how. A watch is a subscription to one migration, with a live card. */
export type Subscription = Patience & {
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

/**
 * Whether a channel may hear now of something that happened at a time. If that time is still to come, it was noted before
 * the clock was set back, and when it is due lies as far ahead. Pure.
 */
export function isDue(dueAt: number, { at, now }: { at: number; now: number }): boolean {
  return dueAt - Math.max(0, at - now) <= now
}

/** When a channel may be disturbed by what happens at a time, in epoch milliseconds. Pure. */
export function dueFor({ mutedUntil = 0, quietHours, digest }: Patience, at: number): number {
  const unmuted = Math.max(at, mutedUntil)
  const collected = digest === undefined ? unmuted : next(digest.at, digest.timeZone, unmuted)
  return quietHours === undefined ? collected : afterQuiet(quietHours, collected)
}

function afterQuiet({ from, to, timeZone }: NonNullable<Patience['quietHours']>, at: number): number {
  const time = localTime(at, timeZone)
  const isQuiet = from <= to ? time >= from && time < to : time >= from || time < to
  return isQuiet ? next(to, timeZone, at) : at
}

/** The time of day somewhere, such as 07:30. */
function localTime(at: number, timeZone: string): string {
  return zoned(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** The next time that a clock somewhere shows this time of day. Now, if it does now. */
function next(time: string, timeZone: string, at: number): number {
  const here = zoned(at, timeZone)
  const today = here.withPlainTime(Temporal.PlainTime.from(time))
  const isOver = Temporal.ZonedDateTime.compare(today, here) < 0
  return (isOver ? here.add({ days: 1 }).withPlainTime(Temporal.PlainTime.from(time)) : today).epochMilliseconds
}

function zoned(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toZonedDateTimeISO(timeZone)
}

/** A watch as a subscription. */
export function subscriptionOf(watch: Watch): Subscription {
  const { id, channel, account, ended, mutedUntil, quietHours, digest } = watch
  return {
    id,
    channel,
    of: { account, ids: watchedIds(watch) },
    since: followedSince(watch),
    ...defined({ until: ended?.at, mutedUntil, quietHours, digest }),
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
