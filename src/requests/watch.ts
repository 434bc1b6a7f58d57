import { watchedIds, watchIdOf } from '../migrations/ref.ts'
import type { Watch, WorkspaceStore } from '../store/store.ts'

/** Makes a channel watch a migration, unless it does already. */
export async function watchOnce(
  wanted: Omit<Watch, 'id'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  const { account, channel, migrationId, createdAt } = wanted
  if (await isWatched(wanted, { watches })) return
  // A watch keeps its id when its migration gets another id, and a new migration may get the old one.
  const id = watchIdOf({ account, id: migrationId }, channel)
  const isTaken = (await watches.get(id)) !== undefined
  const free = isTaken ? `${id}#${createdAt}` : id
  await watches.set(free, { ...wanted, id: free })
}

/** Whether a channel watches a migration, by any id that it has or is being given. */
export async function isWatched(
  { account, channel, migrationId }: Pick<Watch, 'account' | 'channel' | 'migrationId'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<boolean> {
  const { items } = await watches.list()
  const here = items.filter((watch) => watch.account === account && watch.channel === channel)
  return here.some((watch) => watchedIds(watch).includes(migrationId))
}
