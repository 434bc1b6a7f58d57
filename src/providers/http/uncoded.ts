import { isAppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Listing } from '../pages.ts'

type Proof = {
  /** Whether an error with a code of the cloud's gateway says so. */
  isNotFound(error: unknown): boolean
  listWhole(): Promise<Listing<Migration>>
  /** Whether a listed migration is the one that was not found. */
  isIt(migration: Migration): boolean
}

/**
 * Whether an error says that a migration does not exist. A 404 without a code of the gateway says so only together with a
 * list of all migrations that lacks it.
 */
export async function isProvedGone(error: unknown, { isNotFound, listWhole, isIt }: Proof): Promise<boolean> {
  if (!isUncodedNotFound(error)) return isNotFound(error)
  const { items, isWhole } = await listWhole()
  return isWhole && !items.some(isIt)
}

/**
 * Whether a 404 came with a JSON body that has no code of the cloud's gateway, as a service behind it may send. By itself
 * it proves nothing: a proxy can send one too.
 */
function isUncodedNotFound(error: unknown): boolean {
  return isAppError(error, 'provider_refused') && error.details.code === 'HTTP.404' && error.details.isJson === true
}
