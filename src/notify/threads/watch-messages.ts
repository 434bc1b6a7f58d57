import { defined } from '../../defined.ts'
import { isAwaitingReading } from '../../fleet/judge/misread.ts'
import { isReturn } from '../../fleet/judge/resting.ts'
import { isEnded } from '../../migrations/migration.ts'
import { withUnconfirmed } from '../../migrations/unconfirmed.ts'
import type { Event, OutboxEntry, OutgoingMessage, Receipt } from '../../store/store.ts'
import { endMessage, noteMessage, returnMessage } from '../../views/notice/announcement.ts'
import { isDue, type Notification, route } from '../decide/route.ts'
import { subscriptionOf } from '../decide/subscription.ts'
import { noteFor, stallNote } from './notes.ts'
import { deliveryKeyOf, type Watched } from './watched.ts'

/** Something that a channel has not been told of a watch. */
export type Unsaid = {
  entry: OutboxEntry
  /** What it follows from, if it is an event of the migration. */
  event?: Event
  notification?: Notification
}

/** Everything that a channel has not been told of a watch, oldest first. Pure. */
export function unsaidOf(watched: Watched, receipt: Receipt | undefined): Unsaid[] {
  const { watch, known } = watched
  const deliveredSeq = receipt?.deliveredSeq ?? watch.createdAt - 1
  const carried = (receipt?.carried ?? []).map((entry): Unsaid => ({ entry }))
  const events = known.events.filter(({ seq }) => seq > deliveredSeq).flatMap((event) => unsaidEvent(event, watched))
  return [...carried, ...events, ...actsOn(watched)]
    .filter(({ entry }) => entry.seq > deliveredSeq)
    .toSorted((a, b) => a.entry.seq - b.entry.seq)
}

/**
 * What goes into the thread of a watch now, oldest first. What a group tells, or what is not decided yet, holds up what
 * comes after it. Pure.
 */
export function outboxOf(watched: Watched, unsaid: readonly Unsaid[]): OutboxEntry[] {
  const held = unsaid.findIndex((one) => isHeld(one, watched))
  return unsaid.slice(0, held < 0 ? unsaid.length : held).map(({ entry }) => entry)
}

/** Whether something is told by a group, or not decided yet. */
export function isHeld({ entry, notification }: Unsaid, { telling }: Pick<Watched, 'telling'>): boolean {
  return notification?.cause !== undefined && telling(entry.seq) !== 'alone'
}

/** Whether a channel is to hear of something now, and it is being decided how. */
export function isUndecided({ entry, notification }: Unsaid, { telling }: Watched, now: number): boolean {
  if (notification?.cause === undefined || telling(entry.seq) !== undefined) return false
  return isDue(notification.dueAt, { at: entry.decidedAt, now })
}

function unsaidEvent(event: Event, watched: Watched): Unsaid[] {
  if (isOvertaken(event, watched) || isAwaitingReading(event, watched.known)) return []
  const message = messageOf(event, watched)
  const [notification] = route(event, [subscriptionOf(watched.watch)])
  if (message === undefined || notification === undefined) return []
  const { lane, place } = notification
  const entry = entryOf(watched, { seq: event.seq, decidedAt: event.at, lane, place, message })
  return [{ entry, event, notification }]
}

/** Whether a migration that stood still has moved before anybody was told. */
function isOvertaken({ seq, details }: Event, { known, telling }: Watched): boolean {
  return details.type === 'stalled' && known.stalledAt === undefined && telling(seq) === undefined
}

function entryOf({ watch }: Pick<Watched, 'watch'>, said: Omit<OutboxEntry, 'deliveryKey'>): OutboxEntry {
  return { ...said, deliveryKey: deliveryKeyOf(watch, said.seq) }
}

/** The message of an event. None for what the card alone shows. */
function messageOf(
  { details, actor, migration: then }: Event,
  { watch, provider, isBelowBoard, hasHeard }: Watched,
): OutgoingMessage | undefined {
  const migration = withUnconfirmed(then, watch)
  const ending = { migration, provider, channel: watch.channel, ...defined({ actor }) }
  if (details.type === 'state' && isEnded(details.to)) return endMessage(ending)
  if (details.type === 'corrected') return endMessage({ ...ending, heard: hasHeard(details.told) })
  if (isReturn({ details })) return returnMessage({ migration, provider })
  if (details.type === 'stalled') return stallNote({ migration, provider }, details.movedAt)
  const note = noteFor({ details, ...defined({ actor }) }, { migration, provider })
  return note === undefined ? undefined : noteMessage(migration, note, { isNamed: isBelowBoard })
}

/** The lines about a watch that somebody ended or took up again. */
function actsOn(watched: Watched): Unsaid[] {
  const { ended, resumed } = watched.watch
  const lines = [
    ...(resumed === undefined ? [] : [{ ...resumed, line: `Followed here again by <@${resumed.by}>` }]),
    ...(ended === undefined ? [] : [{ ...ended, line: `No longer followed here: ended by <@${ended.by}>` }]),
  ]
  return lines.map(({ at, line }) => {
    const about = { ...watched.known.migration, readAt: at }
    const message = noteMessage(about, line, { isNamed: watched.isBelowBoard })
    return { entry: entryOf(watched, { seq: at, decidedAt: at, lane: 'progress', place: 'thread', message }) }
  })
}
