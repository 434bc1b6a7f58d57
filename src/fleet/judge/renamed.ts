import { isCalledGone } from '../../migrations/gone.ts'
import type { Listing } from '../listing.ts'
import type { Folded, Known, Missing } from './known.ts'
import { goneAloneAfterMs } from './missing.ts'
import { comparison, joined } from './same.ts'

/* Where ids are titles, a missing migration may be there under another one. All functions are pure. */

/** Readings that must not find the old title, while a list shows the new one. One reading alone renames nothing. */
const confirmedReadings = 2

/**
 * For each missing migration, by id: the one among those `shown` that is probably the same under another title. None that
 * two of them may be.
 */
export function twinsOf(missing: readonly Known[], shown: readonly Known[]): ReadonlyMap<string, Known> {
  const twins = missing.flatMap((one): [string, Known][] => {
    const twin = newTitleOf(one, shown)
    return twin === undefined ? [] : [[one.migration.id, twin]]
  })
  const claims = Map.groupBy(twins, ([, twin]) => twin.migration.id)
  return new Map(twins.filter(([, twin]) => claims.get(twin.migration.id)?.length === 1))
}

/** The other title that a missing migration has now, if the account shows exactly one candidate. */
function newTitleOf({ migration, missing }: Known, shown: readonly Known[]): Known | undefined {
  if (missing === undefined) return undefined
  const twins = shown.filter(
    (one) =>
      one.migration.kind === migration.kind &&
      one.migration.id !== migration.id &&
      // What has not been shown since then may be an earlier title of the same migration.
      one.missing === undefined &&
      one.migration.readAt > migration.readAt &&
      !isCalledGone(one) &&
      comparison(migration, one.migration) === 'same',
  )
  const [twin] = twins
  if (twin === undefined || twins.length > 1) return undefined
  // A title that was there beside the old one is a migration of its own.
  return twin.firstSeenAt > migration.readAt + sameReadingMs ? twin : undefined
}

/** Two migrations of one page are read this close to each other at most, in milliseconds. */
const sameReadingMs = 500

/** A migration as it is known under its new title. Undefined until it is certain that it was renamed. */
export function renamed(
  { missing, trouble: _, ...known }: Known & { missing: Missing },
  twin: Known,
  now: number,
): Folded | undefined {
  return missing.readings >= confirmedReadings ? joined(known, twin, now) : undefined
}

/**
 * Whether a missing migration may be there under another title that Ferry has not seen: nothing was listed completely
 * since it is missing. Not for ever: an account that can't be listed does not keep it.
 */
export function mayBeRenamed({ since }: Missing, { whole }: Pick<Listing, 'whole'>, now: number): boolean {
  const isListed = whole !== undefined && whole.began >= since
  return !isListed && now - since < goneAloneAfterMs
}

/** The new titles of renamed migrations, by their old ones. */
export function renamesIn(folded: readonly Folded[]): ReadonlyMap<string, string> {
  const events = folded.flatMap((one) => one.events)
  return new Map(events.flatMap(({ details }) => (details.type === 'renamed' ? [[details.from, details.to]] : [])))
}
