import { isEnded, type Migration } from '../migrations/migration.ts'
import type { AccountFleet } from './account-fleet.ts'
import type { Known } from './judge/known.ts'

/**
 * Records that nobody needs any more: ids of migrations to forget, and migrations without the events that were told.
 */
export type Untidy = { forgotten: readonly string[]; shortened: readonly Known[] }

/** How long a migration that nobody follows is kept after its end, in milliseconds. */
const keepEndedMs = 90 * 24 * 60 * 60_000
/**
 * How long events are kept at least, in milliseconds. Another replica may have begun to follow the migration, and its
 * leader may not have heard of it yet.
 */
const keepEventsMs = 60 * 60_000
/** How much is tidied at once, so that no write is huge. */
const mostAtOnce = 200

export type Tidying = {
  now: number
  /** For each migration that is followed, by id: number of the last event that all its channels were told. */
  told: ReadonlyMap<string, number>
}

/** Finds what can be dropped from an account's fleet. Pure. */
export function untidyIn({ known }: Pick<AccountFleet, 'known'>, { now, told }: Tidying): Untidy {
  const forgotten: string[] = []
  const shortened: Known[] = []
  for (const [id, one] of known) {
    const toldUntil = told.get(id)
    if (toldUntil === undefined && isLongOver(one, now)) forgotten.push(id)
    else if (one.events.length > 0) {
      const events = one.events.filter(({ seq, at }) => seq > (toldUntil ?? Infinity) || now - at < keepEventsMs)
      if (events.length < one.events.length) shortened.push({ ...one, events })
    }
  }
  return { forgotten: forgotten.slice(0, mostAtOnce), shortened: shortened.slice(0, mostAtOnce) }
}

/** Whether a migration ended so long ago that it is kept only if somebody follows it. */
export function isLongOver(known: Ended, now: number): boolean {
  return isEnded(known.migration.state) && now - endedAt(known) > keepEndedMs
}

type Ended = Pick<Known, 'firstSeenAt' | 'movedAt'> & {
  migration: Pick<Migration, 'state' | 'startedAt' | 'elapsedMs'>
}

/** When a migration ended. If it had ended before Ferry first saw it, as far as its cloud tells. */
function endedAt({ firstSeenAt, movedAt, migration: { startedAt, elapsedMs = 0 } }: Ended): number {
  return movedAt > firstSeenAt || startedAt === undefined ? movedAt : startedAt + elapsedMs
}
