import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { measure, withSample } from '../migrations/measure.ts'
import { isEnded, isSettled, type Migration } from '../migrations/migration.ts'
import { isStalled } from '../migrations/pace.ts'
import { diff, type Transition } from '../migrations/transitions.ts'
import { withUnconfirmed } from '../migrations/unconfirmed.ts'
import type { Provider } from '../providers/provider.ts'
import type { Lane, OutboxEntry, Receipt, Sighting, Trouble, Watch } from '../store/store.ts'
import { endMessage, noteMessage } from '../views/announcement.ts'
import { migrationCard } from '../views/card.ts'
import type { Message } from '../views/message.ts'
import { noteFor, stallNote } from './notes.ts'
import { isWorthShowing } from './trouble.ts'

/** What is known when a reading has come in. */
export type Reading = {
  watch: Watch
  provider: Pick<Provider, 'label' | 'kinds'>
  before: Sighting | undefined
  receipt: Receipt | undefined
  now: number
}

/**
 * Pure: what was last seen and what is seen now make the next sighting, with everything that is worth saying in it.
 * Returns undefined when nothing changed that anybody could see, so that nothing has to be written.
 */
export function judge(reading: Reading, reported: Migration): Sighting | undefined {
  const { before, now, watch } = reading
  const read = withUnconfirmed(reported, watch)
  const transitions = diff(before?.migration, read)
  const hasMoved = before?.migration === undefined || transitions.length > 0
  const movedAt = hasMoved ? now : before.movedAt
  const stalledAt = hasMoved ? undefined : before?.stalledAt
  const isNewStall = stalledAt === undefined && isStalled(read, movedAt, now)
  if (!hasMoved && !isNewStall && isSameAgain(read, before)) return undefined
  const samples = withSample(before?.samples ?? [], read)
  const measured = measure(samples, read)
  const migration = measured === undefined ? read : { ...read, measured }
  const next = draft(reading, {
    migration,
    movedAt,
    samples,
    ...(stalledAt === undefined && !isNewStall ? {} : { stalledAt: stalledAt ?? now }),
  })
  for (const transition of transitions) say(next, reading, noteOf(transition, reading, migration))
  if (isNewStall) {
    const message = stallNote({ migration, provider: reading.provider }, movedAt)
    say(next, reading, { lane: 'stall', place: 'broadcast', message })
  }
  return finish(next, reading)
}

/** Spares drawing a card that would look the same. What is at rest has its age kept, see `isWorthKeeping`. */
function isSameAgain(migration: Migration, { migration: last, card, trouble }: Sighting): boolean {
  if (last === undefined || card === undefined || trouble !== undefined || isSettled(migration.state)) return false
  const { measured: _, ...reported } = last
  return isDeepStrictEqual({ ...migration, readAt: last.readAt }, reported)
}

/** The figures can't be refreshed: the card says so, and why. */
export function judgeTrouble(reading: Reading, trouble: Trouble): Sighting | undefined {
  const { before, now } = reading
  const next = draft(reading, { ...before, movedAt: before?.movedAt ?? now, trouble })
  return finish(next, reading)
}

type Seen = Omit<Sighting, 'watchId' | 'outbox' | 'nextSeq' | 'card'>
type Said = { lane: Lane; place: OutboxEntry['place']; message: Message }

/** The next sighting, with what is still to be delivered carried over. */
function draft({ watch, before, receipt }: Reading, seen: Seen): Sighting {
  const deliveredSeq = receipt?.deliveredSeq ?? 0
  return {
    watchId: watch.id,
    movedAt: seen.movedAt,
    ...(seen.migration === undefined ? {} : { migration: seen.migration }),
    ...(seen.stalledAt === undefined ? {} : { stalledAt: seen.stalledAt }),
    ...(seen.trouble === undefined ? {} : { trouble: seen.trouble }),
    ...(seen.samples === undefined || seen.samples.length === 0 ? {} : { samples: seen.samples }),
    outbox: (before?.outbox ?? []).filter(({ seq }) => seq > deliveredSeq),
    nextSeq: before?.nextSeq ?? watch.createdAt,
  }
}

function say(next: Sighting, { watch, now }: Reading, said: Said | undefined): void {
  if (said === undefined) return
  const deliveryKey = `${watch.id}#${watch.createdAt}#${next.nextSeq}`
  next.outbox.push({ ...said, seq: next.nextSeq, deliveryKey, decidedAt: now })
  next.nextSeq += 1
}

function noteOf(transition: Transition, { provider }: Reading, migration: Migration): Said | undefined {
  if (transition.type === 'state' && isEnded(transition.to)) {
    return { lane: 'end', place: 'broadcast', message: endMessage({ migration, provider }) }
  }
  const note = noteFor(transition, migration)
  return note === undefined ? undefined : { lane: 'progress', place: 'thread', message: noteMessage(migration, note) }
}

/** Draws the card, and keeps the old one where only the age of its figures would differ. */
function finish(next: Sighting, { provider, before }: Reading): Sighting | undefined {
  const { migration, trouble, stalledAt, movedAt } = next
  if (migration === undefined)
    return before === undefined || isCountingFailures(before.trouble, trouble) ? next : undefined
  const drawn = {
    provider,
    purpose: 'live' as const,
    ...(trouble !== undefined && isWorthShowing(trouble) ? { trouble } : {}),
    ...(stalledAt === undefined ? {} : { stalledSince: movedAt }),
  }
  const hash = hashOf(migrationCard({ ...drawn, migration: { ...migration, readAt: stalledAt ?? 0 } }))
  if (before?.card === undefined || hash !== before.card.hash) {
    return { ...next, card: { message: migrationCard({ ...drawn, migration }), hash } }
  }
  return isWorthKeeping(next, before) ? { ...next, card: before.card } : undefined
}

/** What the card does not show, but the next reading is compared with. */
function isWorthKeeping(next: Sighting, before: Sighting): boolean {
  if (next.nextSeq !== before.nextSeq || isCountingFailures(before.trouble, next.trouble)) return true
  // Even a movement too small to be seen must be remembered: compared with older figures, a stall would look like one.
  if (next.movedAt !== before.movedAt) return true
  // What is at rest was asked for on purpose; when, decides when it is asked for again.
  return next.migration !== undefined && isSettled(next.migration.state) && isFresher(next.migration, before.migration)
}

function isFresher(migration: Migration, than: Migration | undefined): boolean {
  return migration.readAt !== than?.readAt
}

/** Failures are counted only until they are shown, so that a long outage does not write at every tick. */
function isCountingFailures(before: Trouble | undefined, after: Trouble | undefined): boolean {
  return (before === undefined) !== (after === undefined) || (after !== undefined && !isWorthShowing(after))
}

function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}
