import type { Responder } from '../access/owners.ts'
import type { Subject } from '../access/roles.ts'
import { explainEnd } from '../catalogue/explain-end.ts'
import type { Migration } from '../migrations/migration.ts'
import type { WorkspaceStore } from '../store/store.ts'
import { type Candidates, candidatesFor } from './candidates.ts'

export type ResponderParts = {
  store: Pick<WorkspaceStore, 'owners' | 'accounts' | 'keyUses'>
  /** Those of the subjects whom a notification can reach, or may reach because Slack does not say. */
  reachable(subjects: readonly Subject[]): Promise<readonly Subject[]>
}

/** A migration about which somebody has to act, and the Slack user ids of who requested it and who follows it. */
export type Concern = { migration: Migration; requester?: string | undefined; watcher?: string | undefined }

/**
 * Tells whose turn it is to act about each migration. People who have left, apps and user groups without members are passed
 * over. Those about whom Slack says nothing are not.
 */
export async function respondersOf(
  concerns: readonly Concern[],
  { store, reachable }: ResponderParts,
): Promise<Responder[][]> {
  if (concerns.length === 0) return []
  const [{ items: owners }, { items: accounts }] = await Promise.all([store.owners.list(), store.accounts.list()])
  const candidates = await Promise.all(
    concerns.map(async ({ migration, requester, watcher }): Promise<Candidates[]> => {
      const turn = explainEnd(migration)?.turn
      const keys = turn === 'source keys' || turn === 'target keys' ? await keysOf(migration, store) : {}
      const connector = accounts.find(({ name }) => name === migration.account)?.createdBy
      return candidatesFor(turn, { migration, owners, keys, requester, watcher, connector })
    }),
  )
  const all = candidates.flat().flatMap(({ subjects }) => subjects)
  const distinct = [...new Map(all.map(({ type, id }): [string, Subject] => [id, { type, id }])).values()]
  const reached = new Set((await reachable(distinct)).map(({ id }) => id))
  return candidates.map((those) => firstReached(those, reached))
}

function firstReached(candidates: readonly Candidates[], reached: ReadonlySet<string>): Responder[] {
  for (const { part, subjects } of candidates) {
    const left = subjects.filter(({ id }) => reached.has(id))
    if (left.length > 0) return left.map(({ type, id }) => ({ type, id, part }))
  }
  return []
}

/** The storage keys that last opened the buckets of a migration. */
async function keysOf(
  { source, target }: Migration,
  { keyUses }: Pick<ResponderParts['store'], 'keyUses'>,
): Promise<{ source?: string | undefined; target?: string | undefined }> {
  const buckets = [source.bucket, target.bucket].flatMap((bucket) => bucket ?? [])
  const { items } = await keyUses.getMany(buckets)
  const useOf = (bucket: string | undefined) => (bucket === undefined ? undefined : items.get(bucket))
  return { source: useOf(source.bucket)?.sourceKey, target: useOf(target.bucket)?.targetKey }
}
