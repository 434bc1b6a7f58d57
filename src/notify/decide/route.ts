import { Temporal } from 'temporal-polyfill'
import { isReturn } from '../../fleet/judge/resting.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Event, Lane, OutboxEntry, Patience } from '../../store/store.ts'
import { type Cause, causeOf, digestCause } from './cause.ts'
import { covers, type Occasion, type Subscription } from './subscription.ts'

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
export function route(event: Event, subscriptions: readonly Subscription[]): Notification[] {
  const occasion = occasionOf(event)
  return subscriptions.flatMap((subscription): Notification[] => {
    const isWanted = subscription.occasions?.includes(occasion) ?? true
    if (!isWanted || !covers(subscription, event)) return []
    const { lane, place } = ways[occasion]
    if (place === 'thread') return [{ subscription, lane, place, dueAt: event.at }]
    const dueAt = dueFor(subscription, event.at)
    const cause = subscription.digest === undefined ? causeOf(event) : digestCause
    return [{ subscription, lane, place, dueAt, cause }]
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
  return { ...ways.account, dueAt }
}

const ways: Readonly<Record<Occasion, { lane: Lane; place: OutboxEntry['place'] }>> = {
  end: { lane: 'end', place: 'broadcast' },
  return: { lane: 'stall', place: 'broadcast' },
  stall: { lane: 'stall', place: 'broadcast' },
  account: { lane: 'stall', place: 'broadcast' },
  history: { lane: 'progress', place: 'thread' },
}

function occasionOf({ details }: Pick<Event, 'details'>): Occasion {
  if (details.type === 'stalled') return 'stall'
  if (details.type === 'corrected' || (details.type === 'state' && isEnded(details.to))) return 'end'
  return isReturn({ details }) ? 'return' : 'history'
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
