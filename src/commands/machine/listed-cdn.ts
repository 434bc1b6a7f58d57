import { isAppError } from '../../errors/errors.ts'
import { withCdnOf } from '../../migrations/cdn-told.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Found } from '../find/found.ts'

/** How far an account's list is read for one migration, in pages. */
const mostPages = 10

/**
 * A found migration, completed from the list if only that tells of a delivery network. It stays as it is if the list
 * does not have it, or the account may not read the list.
 */
export async function withListedCdn(found: Found): Promise<Found> {
  const { migration } = found
  if (migration.isCdnTold !== false) return found
  try {
    const listed = await listedOne(found)
    return listed === undefined ? found : { ...found, migration: withCdnOf(migration, listed) }
  } catch (error) {
    if (!isAppError(error, 'provider_refused')) throw error
    return found
  }
}

async function listedOne({ connection, migration: { kind, id } }: Found): Promise<Migration | undefined> {
  let offset = 0
  for (let count = 0; count < mostPages; count += 1) {
    const page = await connection.readPage({ kind, offset }, {})
    const listed = page.migrations.find((one) => one.id === id)
    if (listed !== undefined || page.isLast) return listed
    offset += page.rows
  }
  return undefined
}
