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
 * One that carries the token, which is proof of it: what the cloud says of its time, its buckets or its group rules it
 * not out. Undefined only when there is certainly none. Throws AppError provider_outcome_unknown where the list was
 * incomplete, or leaves too many that might be it.
 */
export async function findMarked(search: Search): Promise<Migration | undefined> {
  const { listing, textOf, isOurs, besides } = search
  const others = listing.items.filter(({ id }) => id !== besides)
  const listed = others.filter((migration) => isOurs(textOf(migration) ?? '')).toSorted(newestFirst)[0]
  if (listed !== undefined) return listed
  // Lists may leave texts out: then each is asked for by itself.
  const silent = others.filter((migration) => textOf(migration) === undefined && fitsOrder(migration, search))
  const { likely, unlikely } = byAge(silent, search)
  for (const candidate of [...likely, ...unlikely].slice(0, mostShown)) {
    const shown = await search.show(candidate)
    if (shown !== undefined && isOurs(textOf(shown) ?? '')) return shown
  }
  const problem = listing.isWhole ? tooMany(likely.length) : 'its list changed while it was read, or cannot be read'
  if (problem === undefined) return undefined
  throw new AppError('provider_outcome_unknown', { ...search.about, reason: problem, how: ` (${problem})` })
}

const mostShown = 20
/** Clouds refuse signatures of clocks that are further away than this. */
const clockMarginMs = 15 * 60_000

function tooMany(likely: number): string | undefined {
  return likely > mostShown ? `${likely} migrations say nothing of themselves in its list` : undefined
}

/** One that is part of a group was not asked for by itself. What a list does not say rules nothing out. */
function fitsOrder({ groupId, source, target }: Migration, { spec }: Search): boolean {
  return groupId === undefined && fits(source, spec.source) && fits(target, spec.target)
}

function fits(place: Place, { bucket }: { bucket?: string }): boolean {
  return place.bucket === undefined || bucket === undefined || place.bucket === bucket
}

/** The clock of a cloud may be wrong: those that seem too old are asked for last, and not left out. */
function byAge(silent: readonly Migration[], { since }: Search): Record<'likely' | 'unlikely', Migration[]> {
  const isLikely = (migration: Migration) => bornAt(migration) >= since - clockMarginMs
  const sorted = silent.toSorted(newestFirst)
  return { likely: sorted.filter(isLikely), unlikely: sorted.filter((migration) => !isLikely(migration)) }
}

function newestFirst(a: Migration, b: Migration): number {
  return bornAt(b) - bornAt(a) || 0
}

/** What has no time may have been made just now. */
function bornAt({ createdAt, startedAt }: Migration): number {
  return createdAt ?? startedAt ?? Infinity
}
