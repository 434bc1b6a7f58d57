import { AppError } from '../errors.ts'
import type { Migration, Place } from '../migrations/migration.ts'
import type { Spec } from '../migrations/spec.ts'
import type { Listing } from './pages.ts'

/** Where one that was made may be found, and how it is known. */
export type Search = {
  /** For errors: who lists, for which account. */
  about: { provider: string; account: string }
  /** What was asked for, and not before when (epoch milliseconds). */
  spec: Spec
  since: number
  /** Id of one that is known already and not looked for. */
  besides?: string | undefined
  listing: Listing<Migration>
  /** The text that the token travels in; undefined where this reading of it has none. */
  textOf(migration: Migration): string | undefined
  isOurs(text: string): boolean
  /** Says more of one than the list did; undefined when it is gone. */
  show(migration: Migration): Promise<Migration | undefined>
}

/**
 * The newest that carries the token; undefined only when there is certainly none. Throws AppError
 * provider_outcome_unknown where the list was incomplete or leaves too many that might be it.
 */
export async function findMarked(search: Search): Promise<Migration | undefined> {
  const { listing, textOf, isOurs } = search
  const candidates = listing.items.filter((migration) => couldBe(migration, search)).toSorted(newestFirst)
  const listed = candidates.find((migration) => isOurs(textOf(migration) ?? ''))
  if (listed !== undefined) return listed
  // Lists may leave texts out: then each is asked for by itself.
  const silent = candidates.filter((migration) => textOf(migration) === undefined)
  for (const candidate of silent.slice(0, mostShown)) {
    const shown = await search.show(candidate)
    if (shown !== undefined && isOurs(textOf(shown) ?? '')) return shown
  }
  const problem = listing.isWhole ? tooMany(silent.length) : 'its list changed while it was read, or cannot be read'
  if (problem === undefined) return undefined
  throw new AppError('provider_outcome_unknown', { ...search.about, reason: problem })
}

const mostShown = 20
/** Clouds refuse signatures of clocks that are further away than this. */
const clockMarginMs = 15 * 60_000

function tooMany(silent: number): string | undefined {
  return silent > mostShown ? `${silent} migrations say nothing of themselves in its list` : undefined
}

/** One that is part of a group was not asked for by itself. What a list does not say rules nothing out. */
function couldBe(migration: Migration, { spec, since, besides }: Search): boolean {
  if (migration.id === besides) return false
  const bornAt = migration.createdAt ?? migration.startedAt
  if (bornAt !== undefined && bornAt < since - clockMarginMs) return false
  return migration.groupId === undefined && fits(migration.source, spec.source) && fits(migration.target, spec.target)
}

function fits(place: Place, { bucket }: { bucket?: string }): boolean {
  return place.bucket === undefined || bucket === undefined || place.bucket === bucket
}

function newestFirst(a: Migration, b: Migration): number {
  return (b.createdAt ?? b.startedAt ?? Infinity) - (a.createdAt ?? a.startedAt ?? Infinity) || 0
}
