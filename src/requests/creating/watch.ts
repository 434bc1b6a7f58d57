import { isFollowing } from '../../fleet/watches.ts'
import { watchedIds, watchIdOf } from '../../migrations/typed/ref.ts'
import type { Watch, WorkspaceStore } from '../../store/store.ts'

/**
 * Makes a channel watch a migration in the project that the account opens now, unless it does already. A watch that has
 * ended or rests is taken up again.
 */
export async function watchOnce(
  wanted: Omit<Watch, 'id'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  const { account, channel, migrationId, createdAt } = wanted
  const here = await watchesOf(wanted, { watches })
  const active = here.find(isFollowing)
  if (active !== undefined) return goOn(active, wanted, { watches })
  const [ended] = here
  if (ended !== undefined) return resume(ended, wanted, { watches })
  // A watch keeps its id when its migration gets another id, and a new migration may get the old one.
  const id = watchIdOf({ account, id: migrationId }, channel)
  const isTaken = (await watches.get(id)) !== undefined
  const free = isTaken ? `${id}#${createdAt}` : id
  await watches.set(free, { ...wanted, id: free })
}

/**
 * A watch that was made while the account opened another project, or in a version that did not say which. One that was made
 * for a set becomes that of the person who asks for it.
 */
async function goOn(
  watch: Watch,
  { identity, createdBy }: Pick<Watch, 'identity' | 'createdBy'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  const { isOfSet, ...own } = watch
  const wanted = isOfSet === undefined ? watch : { ...own, createdBy }
  const isElsewhere = identity !== undefined && watch.identity !== identity
  if (isElsewhere || isOfSet) await watches.set(watch.id, isElsewhere ? { ...wanted, identity } : wanted)
}

/**
 * An ended watch goes on with its card, as it is wanted now. It keeps its migration's id, which may be newer. A watch of an
 * older version learns who requested its migration.
 */
async function resume(
  { ended: _, goneAt: __, ...watch }: Watch,
  { createdAt: at, migrationId: ___, takesOver: ____, ...wanted }: Omit<Watch, 'id'>,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<void> {
  await watches.set(watch.id, { ...watch, ...wanted, resumed: { by: wanted.createdBy, at } })
}

/**
 * Whether a channel watches a migration, by any id that it has or is being given. With an identity, only in that
 * project.
 */
export async function isWatched(watched: Watched, store: Pick<WorkspaceStore, 'watches'>): Promise<boolean> {
  const active = (await watchesOf(watched, store)).filter(isFollowing)
  return active.some(({ identity }) => watched.identity === undefined || watched.identity === identity)
}

/** Whether somebody asked for a watch of a migration in a channel: not one that a set needs. */
export async function isAskedFor(watched: Watched, store: Pick<WorkspaceStore, 'watches'>): Promise<boolean> {
  const active = (await watchesOf(watched, store)).filter((one) => isFollowing(one) && one.isOfSet === undefined)
  return active.some(({ identity }) => watched.identity === undefined || watched.identity === identity)
}

type Watched = Pick<Watch, 'account' | 'channel' | 'migrationId' | 'identity'>

/** Watches of a migration in a channel, ended ones too. */
export async function watchesOf(
  { account, channel, migrationId }: Watched,
  { watches }: Pick<WorkspaceStore, 'watches'>,
): Promise<Watch[]> {
  const { items } = await watches.list()
  const here = items.filter((watch) => watch.account === account && watch.channel === channel)
  return here.filter((watch) => watchedIds(watch).includes(migrationId))
}
