import type { Kind, State } from '../migrations/migration.ts'
import type { Known } from './judge/known.ts'
import { createListing, type Listing } from './listing.ts'

/** The leader's knowledge of one account's migrations, in memory. */
export type AccountFleet = {
  account: string
  /**
   * Hash of the project that the migrations are in. An account that is connected to another project has another fleet.
   */
  identity: string
  /** The project apart from its access key, by `siteOf`. */
  site?: string
  /** Migrations by id. */
  known: Map<string, Known>
  listing: Listing
  /** That the account was listed to its end before, perhaps by another leader. */
  listed?: { isCut: boolean }
  /** Ids of migrations that Ferry itself has deleted. They are gone as soon as the cloud does not find them. */
  deleted: Set<string>
  /**
   * When Ferry last looked for a migration that was called deleted and that a list shows all the same, by id, in epoch
   * milliseconds.
   */
  doubted: Map<string, number>
  /** Ids whose records can't be read. They are left as they are. */
  unreadable: Set<string>
  /** Kinds that the account may not list, and until when Ferry does not try again, in epoch milliseconds. */
  unlistable: Map<Kind, number>
  /** When the account last showed a migration that it had shown before any was missing, in epoch milliseconds. */
  witnessedAt: number | undefined
  /** The last whole listing before any followed migration was missing. Undefined if none is missing. */
  shownBefore: Listing['whole'] | undefined
  /** When the account was connected whose keys were last accepted, in epoch milliseconds. */
  provenFor?: number
  /** When the account last answered a round, in epoch milliseconds. Absent until it has. */
  readAt?: number
  /** When figures were last stored, in epoch milliseconds, and whether any have changed since. */
  savedAt: number
  hasUnsavedFigures: boolean
  /** When told events and old migrations were last dropped, in epoch milliseconds. */
  tidiedAt: number
  /** Number of records that the last checkpoint took. */
  checkpointParts: number
}

export function createAccountFleet(account: string, identity: string): AccountFleet {
  return {
    account,
    identity,
    known: new Map(),
    listing: createListing(),
    deleted: new Set(),
    doubted: new Map(),
    unreadable: new Set(),
    unlistable: new Map(),
    witnessedAt: undefined,
    shownBefore: undefined,
    savedAt: 0,
    hasUnsavedFigures: false,
    tidiedAt: 0,
    checkpointParts: 0,
  }
}

/**
 * Whether the account was ever listed to its end, and whether the cloud may have left out some. Undefined if it was
 * not.
 */
export function listedIn({
  listing,
  listed,
}: Pick<AccountFleet, 'listing' | 'listed'>): { isCut: boolean } | undefined {
  return listing.whole ?? listed
}

/** The known migration with one of these ids. A migration that is being renamed may have either. */
export function knownUnder({ known }: Pick<AccountFleet, 'known'>, ids: readonly string[]): Known | undefined {
  const [id = ''] = ids
  if (ids.length <= 1) return known.get(id)
  const found = ids.flatMap((one) => known.get(one) ?? [])
  return found.length > 1 ? found.toSorted((a, b) => b.migration.readAt - a.migration.readAt)[0] : found[0]
}

/** The number of known migrations of a kind in a state. All are counted when the first number is asked for. */
export function countsOf({ known }: Pick<AccountFleet, 'known'>): (kind: Kind, state: State) => number {
  let counts: Map<string, number> | undefined
  return (kind, state) => {
    counts ??= countedIn(known)
    return counts.get(`${kind} ${state}`) ?? 0
  }
}

function countedIn(known: AccountFleet['known']): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { migration } of known.values()) {
    const key = `${migration.kind} ${migration.state}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
