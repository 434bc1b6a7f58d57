import { explainShared } from '../../catalogue/explain.ts'
import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { missedAtEnd } from '../../migrations/outcome.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { Channel, Event, Member, Watch } from '../../store/store.ts'
import { type Cause, causeOf, type EventTable, isCalling, isMixed } from '../events.ts'
import { type Pending, pendingOf } from '../threads/news.ts'
import { type WatchSources, watchedOf } from '../threads/watched.ts'
import type { Due } from './grouping.ts'

/** Everything that its channel has not been told of a watch. */
export type PendingOfWatch = { watch: Watch; pending: readonly Pending[] }

/** Everything that a channel has not been told of these watches. */
export function pendingIn(
  channel: Channel,
  watches: readonly Watch[],
  parts: WatchSources & { now(): number },
): PendingOfWatch[] {
  return watches.flatMap((watch) => {
    const watched = watchedOf(watch, parts)
    return watched === undefined
      ? []
      : [{ watch, pending: pendingOf(watched, ownReceipt(watch, channel), parts.now()) }]
  })
}

/** The events for which it is not decided yet how they are told. */
export function dueIn(all: readonly PendingOfWatch[]): Due[] {
  return all.flatMap(({ watch, pending }) =>
    pending.flatMap(({ status, about }) =>
      status === 'undecided' && about.type === 'event' && about.cause !== undefined
        ? [dueFrom(watch, about.event, about.cause)]
        : [],
    ),
  )
}

/** An event that calls somebody and is held back until `dueAt`: the channel is not to be disturbed before. */
export type Held = Due & { dueAt: number }

/** The events that call somebody and are held back, each with the cause that it shares with others. */
export function heldIn(all: readonly PendingOfWatch[], events: EventTable): Held[] {
  return all.flatMap(({ watch, pending }) =>
    pending.flatMap(({ status, about, dueAt }) => {
      if (status !== 'not due' || about.type !== 'event' || !isCalling(about.event, events)) return []
      const cause = causeOf(about.event, events)
      return cause === undefined ? [] : [{ ...dueFrom(watch, about.event, cause), dueAt }]
    }),
  )
}

function dueFrom(watch: Watch, event: Event, cause: Cause): Due {
  const { seq, at, migration, actor } = event
  const { account, id, state, failure, source, target } = migration
  const places = { from: source.bucket ?? source.cloud ?? '?', to: target.bucket ?? target.cloud ?? '?' }
  const missed = missedAtEnd(migration)
  const what = { account, migrationId: id, ...places, state, ...defined({ missed, actor }) }
  return {
    cause,
    event,
    member: { watchId: watch.id, seq, at, ...what },
    ...(state === 'failed' && { failure: failure ?? {} }),
  }
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
