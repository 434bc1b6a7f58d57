import type { Responder } from '../../access/owners.ts'
import type { Subject } from '../../access/roles.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import { type Candidates, candidatesFor } from '../../fleet/candidates.ts'
import type { Event, Watch, WorkspaceStore } from '../../store/store.ts'

export type ResponderParts = {
  store: Pick<WorkspaceStore, 'owners' | 'accounts' | 'keyUses'>
  /** Those of the subjects whom a notification can reach, or may reach because Slack does not say. */
  reachable(subjects: readonly Subject[]): Promise<readonly Subject[]>
  /** Slack user ids of the subjects and of the members of user groups among them, ten at most. */
  peopleOf(subjects: readonly Subject[]): Promise<readonly string[]>
  /** Slack user ids of admins. */
  admins(): Promise<readonly string[]>
}

/** An event, and a watch whose channel hears of it. */
export type Concern = { event: Event; watch: Watch }

/**
 * Tells whose turn it is to act about each event. People who have left, apps and user groups without members are passed
 * over. Those about whom Slack says nothing are not.
 */
export async function respondersOf(
  concerns: readonly Concern[],
  { store, reachable }: ResponderParts,
): Promise<Responder[][]> {
  if (concerns.length === 0) return []
  const [{ items: owners }, { items: accounts }] = await Promise.all([store.owners.list(), store.accounts.list()])
  const candidates = await Promise.all(
    concerns.map(async ({ event: { migration }, watch }): Promise<Candidates[]> => {
      const turn = explainEnd(migration)?.turn
      const keys = turn === 'source keys' || turn === 'target keys' ? await keysOf(migration, store) : {}
      const connector = accounts.find(({ name }) => name === migration.account)?.createdBy
      const [requester, watcher] = [watch.requested?.by, watch.createdBy]
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
  { source, target }: Event['migration'],
  { keyUses }: Pick<ResponderParts['store'], 'keyUses'>,
): Promise<{ source?: string | undefined; target?: string | undefined }> {
  const buckets = [source.bucket, target.bucket].flatMap((bucket) => bucket ?? [])
  const { items } = await keyUses.getMany(buckets)
  const useOf = (bucket: string | undefined) => (bucket === undefined ? undefined : items.get(bucket))
  return { source: useOf(source.bucket)?.sourceKey, target: useOf(target.bucket)?.targetKey }
}
