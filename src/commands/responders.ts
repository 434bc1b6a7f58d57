import { ownersOfAccount, type Responder } from '../access/owners.ts'
import type { Subject } from '../access/roles.ts'
import { respondersOf } from '../fleet/responders.ts'
import type { Migration } from '../migrations/migration.ts'
import { reachable } from '../requests/approvers.ts'
import { requestBehind } from '../requests/creating/behind.ts'
import type { Tools } from './machine/command.ts'

/** The owners of an account or, if nobody is named, the person who connected it. */
export async function thoseInCharge(
  account: string,
  { store, ...people }: Pick<Tools, 'store' | 'kindOf' | 'membersOf' | 'firstAdmins'>,
): Promise<readonly Subject[]> {
  const [{ items }, record] = await Promise.all([store.owners.list(), store.accounts.get(account)])
  const named = await reachable(ownersOfAccount(items, account)?.subjects ?? [], people)
  if (named.length > 0 || record === undefined) return named
  return reachable([{ type: 'user', id: record.createdBy }], people)
}

/** Whose turn it is to act about a migration, for an answer that calls nobody. */
export async function respondersTo(
  migration: Migration,
  tools: Pick<Tools, 'store' | 'kindOf' | 'membersOf' | 'firstAdmins'>,
): Promise<Responder[]> {
  const requester = (await requestBehind(migration, tools.store))?.requestedBy
  const parts = { store: tools.store, reachable: (subjects: readonly Subject[]) => reachable(subjects, tools) }
  const [responders = []] = await respondersOf([{ migration, requester }], parts)
  return responders
}
