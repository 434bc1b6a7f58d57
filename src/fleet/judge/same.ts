import { isCalledGone } from '../../migrations/gone.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Provider } from '../../providers/provider.ts'
import type { AccountFleet } from '../account-fleet.ts'
import { type Folded, fold, type Known, type Reading } from './known.ts'

/* Two records of one migration, under an earlier key of its project or an earlier title, or of two with one title. */

/**
 * Whether two readings are of one migration, as far as they tell: they were created at the same time, and go from the
 * same place to the same place. `unknown` if a time is missing, or if the places have changed. Pure.
 */
export function comparison(one: Made, other: Made): 'same' | 'other' | 'unknown' {
  if (one.provider !== other.provider || one.kind !== other.kind) return 'other'
  if (one.createdAt === undefined || other.createdAt === undefined) return 'unknown'
  if (one.createdAt !== other.createdAt) return 'other'
  return hasSamePlaces(one, other) ? 'same' : 'unknown'
}

type Made = Pick<Migration, 'provider' | 'kind' | 'createdAt' | 'source' | 'target'>

function hasSamePlaces(one: Made, other: Made): boolean {
  const [a, b] = [placesOf(one), placesOf(other)]
  return a.every((place, index) => place === undefined || b[index] === undefined || place === b[index])
}

function placesOf({ source, target }: Made): (string | undefined)[] {
  const names = source.names === undefined ? undefined : JSON.stringify(source.names)
  const from = [source.cloud, source.region, source.bucket, source.selection, names]
  // A destination without a prefix is reported without the field.
  return [...from, target.region, target.bucket, target.prefix ?? '']
}

/**
 * Whether an account that was given another key still opens the project that another fleet of it is about. Everything
 * must have been listed with the new key. One migration has to be there under the same id, created at the same time and
 * with the same places, and none that is followed may be there with another time. Pure.
 */
export function isSameProject(
  former: AccountFleet,
  present: AccountFleet,
  isFollowed: (id: string) => boolean,
): boolean {
  const { whole } = present.listing
  if (whole === undefined) return false
  let same = 0
  for (const [id, { site, migration }] of former.known) {
    const shown = present.known.get(id)
    if (site !== undefined && site !== present.site) return false
    if (shown === undefined || !whole.ids.has(id) || isDeleted(migration)) continue
    const verdict = comparison(migration, shown.migration)
    if (verdict === 'other' && isFollowed(id)) return false
    if (verdict === 'same') same += 1
  }
  return same > 0
}

function isDeleted({ state }: Pick<Migration, 'state'>): boolean {
  return state === 'deleted'
}

/**
 * One record of two about the same migration: what happened between the earlier and the later one is an event, unless
 * the later one has told it. Pure.
 */
export function joined(earlier: Known, later: Known, now: number): Folded {
  const isTold = later.events.some(({ details }) => details.type === 'state')
  const { identity, site, migration } = later
  const { state, nativeState } = isTold ? earlier.migration : migration
  const before = { ...earlier, lastSeq: Math.max(earlier.lastSeq, later.lastSeq) }
  const { known, events } = fold(before, { identity, site, reported: { ...migration, state, nativeState }, now })
  const all = [...known.events, ...later.events].toSorted((a, b) => a.seq - b.seq)
  const both: Known = {
    ...known,
    migration: { ...known.migration, ...migration },
    firstSeenAt: Math.min(earlier.firstSeenAt, later.firstSeenAt),
    movedAt: isTold ? Math.max(known.movedAt, later.movedAt) : known.movedAt,
    endReadings: later.endReadings,
    events: all,
  }
  return { known: both, events, isMeaning: true, isChanged: true }
}

/** Whether a migration is another one with the title of one that is gone. Pure. */
export function isAnother(before: Known, reported: Migration, kinds: Provider['kinds']): boolean {
  if (!isCalledGone(before) || !kinds[reported.kind]?.hasTitleAsId) return false
  return comparison(before.migration, reported) === 'other'
}

/** A new migration that has the title of one that is gone. What is still to be told of that one is kept. Pure. */
export function replacing({ events, lastSeq }: Known, reading: Reading): Folded {
  const { known, ...folded } = fold(undefined, reading)
  return { ...folded, known: { ...known, events, lastSeq } }
}
