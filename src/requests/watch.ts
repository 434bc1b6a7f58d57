import { watchedIds, watchIdOf } from '../migrations/ref.ts'
import type { Watch, WorkspaceStore } from '../store/store.ts'

/** Has a channel follow a migration, unless it does already. */
export async function watchOnce(
  wanted: Omit<Watch, 'id'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  const { account, channel, migrationId, createdAt } = wanted
  const { items } = await watches.list()
  const here = items.filter((watch) => watch.account === account && watch.channel === channel)
  if (here.some((watch) => watchedIds(watch).includes(migrationId))) return
  // A watch keeps its id when its migration gets another, and a new migration may get the old one.
  const id = watchIdOf({ account, id: migrationId }, channel)
  const isTaken = (await watches.get(id)) !== undefined
  const free = isTaken ? `${id}#${createdAt}` : id
  await watches.set(free, { ...wanted, id: free })
}
