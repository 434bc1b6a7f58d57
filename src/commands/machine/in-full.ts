import { isAppError } from '../../errors/errors.ts'
import { withCdnOf } from '../../migrations/cdn-told.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Found } from '../find/found.ts'
import { pagesOf } from '../find/pages.ts'

/**
 * The migration with every field. A list can leave some out, such as why a group failed or what a synchronization task
 * did this month.
 */
export async function inFull({ connection, provider, migration, isListed }: Found): Promise<Migration> {
  const { kind, id } = migration
  if (!isListed || !provider.kinds[kind]?.isBriefInLists) return migration
  const shown = await connection.show({ kind, id }, {})
  return shown === undefined ? migration : withCdnOf(shown, migration)
}

/**
 * A found migration, completed from the list if only that tells of a delivery network. It stays as it is if the list
 * does not have it, or the account may not read the list.
 */
export async function withListedCdn(found: Found): Promise<Found> {
  const { connection, migration } = found
  const { kind, id } = migration
  if (migration.isCdnTold !== false) return found
  try {
    for await (const { migrations } of pagesOf(connection, { kind })) {
      const listed = migrations.find((one) => one.id === id)
      if (listed !== undefined) return { ...found, migration: withCdnOf(migration, listed) }
    }
  } catch (error) {
    if (!isAppError(error, 'provider_refused')) throw error
  }
  return found
}
