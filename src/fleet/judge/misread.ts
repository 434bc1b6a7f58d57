import type { Sample } from '../../migrations/figures/measure.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { isIncomplete, skippedObjects } from '../../migrations/outcome.ts'
import type { Event, KnownRecord } from '../../store/store.ts'

/**
 * A known migration as today's version reads it. Older versions counted objects that were not migrated as
 * skipped, and their bytes as moved: what they read is marked, so that it is read again. Pure.
 */
export function readToday<Known extends KnownRecord & { samples: readonly Sample[] }>(known: Known): Known {
  const read = known.events.some(({ migration }) => isMisread(migration))
    ? { ...known, events: eventsToday(known) }
    : known
  if (!isMisread(known.migration)) return read
  return { ...read, migration: withNotMigrated(known.migration), samples: [], isMisread: true }
}

function eventsToday({ events }: Pick<KnownRecord, 'events'>): Event[] {
  return events.map((event) =>
    isMisread(event.migration) ? { ...event, migration: withNotMigrated(event.migration) } : event,
  )
}

/** Whether an older version read these figures, and misunderstood them. */
function isMisread({ provider, progress: { objects } }: Migration): boolean {
  return skippedObjects[provider].means === 'not migrated' && (objects.skipped ?? 0) > 0
}

/** The same migration without the bytes that were moved, which the older figures do not tell. */
function withNotMigrated({ progress, ...migration }: Migration): Migration {
  const { skipped = 0, ...objects } = progress.objects
  const { done: _, ...bytes } = progress.bytes
  return { ...migration, progress: { ...progress, bytes, objects, notMigrated: { objects: skipped } } }
}

/** Whether channels may have been told wrongly that a migration succeeded. */
export function isWronglyTold({
  isMisread: wasMisread,
  migration,
}: Pick<KnownRecord, 'isMisread' | 'migration'>): boolean {
  return wasMisread === true && isIncomplete(migration)
}

/** Whether an event tells an end that waits until its migration has been read again. */
export function isAwaitingReading(
  { details }: Pick<Event, 'details'>,
  known: Pick<KnownRecord, 'isMisread' | 'migration'>,
): boolean {
  return isWronglyTold(known) && details.type === 'state' && isEnded(details.to)
}

/**
 * The events of a migration that was wrongly told, without its end: one event tells the end anew. `told` is the number
 * up to which a channel has heard the wrong words. Pure.
 */
export function withoutWrongEnd({ events, lastSeq }: Pick<KnownRecord, 'events' | 'lastSeq'>): {
  events: Event[]
  told: number
} {
  const end = events.findLast(({ details }) => details.type === 'state' && details.to === 'succeeded')
  return { events: events.filter((event) => event !== end), told: end?.seq ?? lastSeq }
}
