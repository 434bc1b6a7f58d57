import { explainShared } from '../../catalogue/explain.ts'
import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { missedAtEnd } from '../../migrations/outcome.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { Channel, Event, Member, Watch } from '../../store/store.ts'
import { type Cause, causeOf, isCalling, isMixed } from '../events.ts'
import { type Pending, pendingOf } from '../threads/news.ts'
import { type WatchSources, watchedOf } from '../threads/watched.ts'
import type { Due } from './grouping.ts'

type DueParts = WatchSources & { now(): number }

/** The events of a watch for which it is not decided yet how they are told. */
export function dueOf(watch: Watch, channel: Channel, parts: DueParts): Due[] {
  return pendingIn(watch, channel, parts).flatMap(({ status, about }) =>
    status === 'undecided' && about.type === 'event' && about.cause !== undefined
      ? [dueFrom(watch, about.event, about.cause)]
      : [],
  )
}

/** An event that calls somebody and is held back until `dueAt`: the channel is not to be disturbed before. */
export type Held = Due & { dueAt: number }

/** The events of a watch that call somebody and are held back, each with the cause that it shares with others. */
export function heldOf(watch: Watch, channel: Channel, parts: DueParts): Held[] {
  return pendingIn(watch, channel, parts).flatMap(({ status, about, dueAt }) => {
    if (status !== 'not due' || about.type !== 'event' || !isCalling(about.event, parts.events)) return []
    const cause = causeOf(about.event, parts.events)
    return cause === undefined ? [] : [{ ...dueFrom(watch, about.event, cause), dueAt }]
  })
}

function pendingIn(watch: Watch, channel: Channel, parts: DueParts): Pending[] {
  const watched = watchedOf(watch, parts)
  return watched === undefined ? [] : pendingOf(watched, ownReceipt(watch, channel), parts.now())
}

function dueFrom(watch: Watch, event: Event, cause: Cause): Due {
  const { seq, at, migration, actor } = event
  const { account, id, state, failure, source, target } = migration
  const places = { from: source.bucket ?? source.cloud ?? '?', to: target.bucket ?? target.cloud ?? '?' }
  const missed = missedAtEnd(migration)
  const what = { account, migrationId: id, ...places, state, ...defined({ missed, actor }) }
  return toldByCause({
    cause,
    event,
    member: { watchId: watch.id, seq, at, ...what },
    ...(state === 'failed' && { failure: failure ?? {} }),
  })
}

/** The event as its group tells it. A group of many causes says of each member why it failed; a group of one says it once. */
export function toldByCause(due: Due): Due {
  if (!isMixed(due.cause.key)) return due
  const { failure: _, ...mixed } = due
  return { ...mixed, member: { ...due.member, ...toldTogether(due.event.migration) } }
}

/** The part of a member that a message about many causes shows: why it failed, and how much it had moved. */
function toldTogether({ state, failure, progress }: Migration): Pick<Member, 'reason' | 'bytes'> {
  const reason = state === 'failed' ? explainShared(failure ?? {}).what : undefined
  return defined({ reason, bytes: progress.bytes.done })
}
