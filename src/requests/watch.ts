import { watchedIds, watchIdOf } from '../migrations/ref.ts'
import type { Watch, WorkspaceStore } from '../store/store.ts'

/** Makes a channel watch a migration, unless it does already. A watch that has ended is taken up again. */
export async function watchOnce(
  wanted: Omit<Watch, 'id'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  const { account, channel, migrationId, createdAt } = wanted
  const here = await watchesOf(wanted, { watches })
  if (here.some(isActive)) return
  const [ended] = here
  if (ended !== undefined) return resume(ended, wanted, { watches })
  // A watch keeps its id when its migration gets another id, and a new migration may get the old one.
  const id = watchIdOf({ account, id: migrationId }, channel)
  const isTaken = (await watches.get(id)) !== undefined
  const free = isTaken ? `${id}#${createdAt}` : id
  await watches.set(free, { ...wanted, id: free })
}

/** An ended watch goes on with its card. */
async function resume(
  { ended: _, ...watch }: Watch,
  { createdBy: by, createdAt: at }: Pick<Watch, 'createdBy' | 'createdAt'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  await watches.set(watch.id, { ...watch, createdBy: by, resumed: { by, at } })
}

/** Whether a channel watches a migration, by any id that it has or is being given. */
export async function isWatched(watched: Watched, store: Pick<WorkspaceStore, 'watches'>): Promise<boolean> {
  return (await watchesOf(watched, store)).some(isActive)
}

type Watched = Pick<Watch, 'account' | 'channel' | 'migrationId'>

/** Watches of a migration in a channel, ended ones too. */
async function watchesOf(
  { account, channel, migrationId }: Watched,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<Watch[]> {
  const { items } = await watches.list()
  const here = items.filter((watch) => watch.account === account && watch.channel === channel)
  return here.filter((watch) => watchedIds(watch).includes(migrationId))
}

function isActive({ ended }: Pick<Watch, 'ended'>): boolean {
  return ended === undefined
}
