import { AppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Place } from '../../migrations/spec/source-and-target.ts'
import type { Spec } from '../../migrations/spec/spec.ts'
import type { Listing } from '../pages.ts'

/** Where to look for a migration that may have been created, and how to recognise it. */
export type Search = {
  /** The provider and the account, for errors. */
  about: { provider: string; account: string }
  /** The spec of the migration, and the moment before which it cannot have been created (epoch milliseconds). */
  spec: Spec
  since: number
  /** Id of a migration that is known already and not looked for. */
  besides?: string | undefined
  listing: Listing<Migration>
  /** The text of a migration that carries the token. Undefined if this reading of it has no such text. */
  textOf(migration: Migration): string | undefined
  isOurs(text: string): boolean
  /** Reads a migration again, with more than the list says. Undefined if it is gone. */
  show(migration: Migration): Promise<Migration | undefined>
}

/**
 * Finds the migration that carries the token. The token is proof: a time, bucket or group that the cloud reports does
 * not rule a migration out. Undefined only if there is certainly none. Throws AppError provider_outcome_unknown if the
 * list was incomplete or leaves too many candidates.
 */
export async function findMarked(search: Search): Promise<Migration | undefined> {
  const { listing, textOf, isOurs, besides } = search
  const others = listing.items.filter(({ id }) => id !== besides)
  const listed = others.filter((migration) => isOurs(textOf(migration) ?? '')).toSorted(newestFirst)[0]
  if (listed !== undefined) return listed
  // Lists may leave texts out. Migrations without one are asked for one by one.
  const silent = others.filter((migration) => textOf(migration) === undefined && fitsOrder(migration, search))
  const { likely, unlikely } = byAge(silent, search)
  for (const candidate of [...likely, ...unlikely].slice(0, mostShown)) {
    const shown = await search.show(candidate)
    if (shown !== undefined && isOurs(textOf(shown) ?? '')) return shown
  }
  const problem = listing.isWhole ? tooMany(likely.length) : 'its list changed while Ferry read it, or can’t be read'
  if (problem === undefined) return undefined
  throw new AppError('provider_outcome_unknown', { ...search.about, reason: problem, how: ` (${problem})` })
}

const mostShown = 20
/** How far a cloud's clock can be from Ferry's: beyond this, clouds refuse signatures. */
const clockMarginMs = 15 * 60_000

function tooMany(likely: number): string | undefined {
  return likely > mostShown ? `${likely} migrations in its list have no details` : undefined
}

/**
 * Whether a migration can be the one that was asked for. Tasks of a group were not asked for by themselves. What a list
 * does not say rules nothing out.
 */
function fitsOrder({ groupId, source, target }: Migration, { spec }: Search): boolean {
  return groupId === undefined && fits(source, spec.source) && fits(target, spec.target)
}

function fits(place: Place, { bucket }: { bucket?: string }): boolean {
  return place.bucket === undefined || bucket === undefined || place.bucket === bucket
}

/**
 * Splits migrations by whether they are recent enough. Those that seem too old are only asked for last, because a
 * cloud's clock may be wrong.
 */
function byAge(silent: readonly Migration[], { since }: Search): Record<'likely' | 'unlikely', Migration[]> {
  const isLikely = (migration: Migration) => bornAt(migration) >= since - clockMarginMs
  const sorted = silent.toSorted(newestFirst)
  return { likely: sorted.filter(isLikely), unlikely: sorted.filter((migration) => !isLikely(migration)) }
}

function newestFirst(a: Migration, b: Migration): number {
  return bornAt(b) - bornAt(a) || 0
}

/** When a migration was created. One without a time may have been created just now. */
function bornAt({ createdAt, startedAt }: Migration): number {
  return createdAt ?? startedAt ?? Infinity
}
