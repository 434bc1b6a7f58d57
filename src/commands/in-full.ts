import type { Migration } from '../migrations/migration.ts'
import type { Found } from './find/found.ts'

/**
 * The migration with every field. A list can leave some out, such as why a group failed or what a synchronization task
 * did this month.
 */
export async function inFull({ connection, provider, migration, isListed }: Found): Promise<Migration> {
  const { kind, id } = migration
  if (!isListed || !provider.kinds[kind]?.isBriefInLists) return migration
  return (await connection.show({ kind, id }, {})) ?? migration
}
