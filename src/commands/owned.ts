import { type Owner, ownersOfAccount, ownersOfBucket, ownersOfKey } from '../access/owners.ts'
import { groupsIn, isAmong } from '../access/roles.ts'
import { isAppError } from '../errors/errors.ts'
import type { Migration } from '../migrations/migration.ts'
import type { KeyUse } from '../store/store.ts'
import type { Origin, Tools } from './machine/command.ts'

/**
 * Tells of which migrations a person is an owner, alone or in a user group: of the account, of a bucket, or of the storage
 * key that last opened it. While Slack does not say who is in the user groups, only what names the person counts. Undefined
 * if the person owns nothing.
 */
export async function ownedBy(
  { user }: Pick<Origin, 'user'>,
  { store, standingOf }: Pick<Tools, 'store' | 'standingOf'>,
): Promise<((migration: Migration) => boolean) | undefined> {
  const { items: owners } = await store.owners.list()
  if (owners.length === 0) return undefined
  const groups = groupsIn(owners.flatMap(({ subjects }) => subjects))
  const standing = await standingOf(user, { groups, isOldFine: true }).catch((error: unknown) => {
    if (isAppError(error, 'rights_unknown')) return { user, groups: [] }
    throw error
  })
  if (!owners.some(({ subjects }) => isAmong(subjects, standing))) return undefined
  const { items: uses } = await store.keyUses.list()
  const useOf = new Map(uses.map((use) => [use.bucket, use]))
  return (migration) => ownersNow(migration, { owners, useOf }).some(({ subjects }) => isAmong(subjects, standing))
}

type Owning = { owners: readonly Owner[]; useOf: ReadonlyMap<string, KeyUse> }

/** Everybody who is named for what a migration needs. */
function ownersNow({ account, source, target }: Migration, { owners, useOf }: Owning): Owner[] {
  const ofBucket = (bucket: string | undefined) =>
    bucket === undefined ? undefined : ownersOfBucket(owners, { bucket, account })
  const use = (bucket: string | undefined) => (bucket === undefined ? undefined : useOf.get(bucket))
  const keys = [use(source.bucket)?.sourceKey, use(target.bucket)?.targetKey]
  return [
    ownersOfAccount(owners, account),
    ofBucket(source.bucket),
    ofBucket(target.bucket),
    ...keys.map((key) => (key === undefined ? undefined : ownersOfKey(owners, key))),
  ].filter((owner) => owner !== undefined)
}
