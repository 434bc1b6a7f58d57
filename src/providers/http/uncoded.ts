import { isAppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Listing } from '../pages.ts'

type Proof = {
  /** How codes of the cloud's gateway begin. */
  codes: string
  listWhole(): Promise<Listing<Migration>>
  /** Whether a listed migration is the one that was not found. */
  isIt(migration: Migration): boolean
}

/**
 * Whether an error says that a migration does not exist. A 404 without a code of the gateway says so only together with a
 * list of all migrations that lacks it.
 */
export async function isProvedGone(error: unknown, { codes, listWhole, isIt }: Proof): Promise<boolean> {
  if (!isUncodedNotFound(error)) return isCodedNotFound(error, codes)
  const { items, isWhole } = await listWhole()
  return isWhole && !items.some(isIt)
}

/**
 * Whether an error is a 404 with a code of the cloud's gateway. One without may come from a proxy or a wrong endpoint: by
 * itself it says nothing of the migration.
 */
export function isCodedNotFound(error: unknown, codes: string): boolean {
  if (!isAppError(error, 'provider_refused')) return false
  return error.details.status === 404 && String(error.details.code).startsWith(codes)
}

/**
 * Whether a 404 came with a JSON body that has no code of the cloud's gateway, as a service behind it may send. By itself
 * it proves nothing: a proxy can send one too.
 */
function isUncodedNotFound(error: unknown): boolean {
  return isAppError(error, 'provider_refused') && error.details.code === 'HTTP.404' && error.details.isJson === true
}
