import type { AccountFleet } from '../fleet/account-fleet.ts'
import { wakened } from '../fleet/judge/resting.ts'
import { isFollowing } from '../fleet/watches.ts'
import { fleetOfWatch, type WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Watch, WorkspaceStore } from '../store/store.ts'
import type { RoundResult } from './account/read-account.ts'

type Changing = {
  store: Pick<WorkspaceStore, 'watches'>
  fleet: WorkspaceFleet
  result: RoundResult
  now: number
}

/**
 * The watches that a round changes: those of migrations that were renamed, and those that rested on migrations that are
 * back. They are stored in one write with what is known of the migrations.
 */
export async function changedWatches(own: AccountFleet, { store, fleet, result, now }: Changing): Promise<Watch[]> {
  const titles = newTitles(result)
  const { account, identity } = own
  const isRenamed = (watch: Watch) =>
    watch.account === account && newTitle(watch, titles) !== undefined && fleetOfWatch(fleet, watch)?.fleet === own
  const renamed = titles.size === 0 ? [] : [...fleet.watches.values()].filter(isRenamed)
  const back = wakened(fleet, { account, identity, folded: result.folded, now })
  const ids = new Set([...renamed, ...back].map(({ id }) => id))
  if (ids.size === 0) return []
  // A command may have changed a watch a moment ago.
  const { items } = await store.watches.getMany([...ids])
  const isBack = new Set(back.map(({ id }) => id))
  return [...items.values()].map((watch) => {
    const { goneAt: _, ...going } = watch
    return underNewTitle(isBack.has(watch.id) ? going : watch, { titles, fleet, now })
  })
}

/** New titles of renamed migrations, by their old ones. */
function newTitles({ folded }: Pick<RoundResult, 'folded'>): ReadonlyMap<string, string> {
  const renames = folded.flatMap(({ events }) =>
    events.flatMap(({ details }) => (details.type === 'renamed' ? [[details.from, details.to] as const] : [])),
  )
  return new Map(renames)
}

/** The title that a watched migration has got. None if a command gave it to the watch before. */
function newTitle(watch: Watch, titles: ReadonlyMap<string, string>): string | undefined {
  const ids = watchedIds(watch)
  const title = ids.flatMap((id) => titles.get(id) ?? [])[0]
  return title === undefined || ids.includes(title) ? undefined : title
}

/** A watch whose migration was renamed. It ends if its channel follows the migration under the new title already. */
function underNewTitle(
  watch: Watch,
  { titles, fleet, now }: { titles: ReadonlyMap<string, string>; fleet: WorkspaceFleet; now: number },
): Watch {
  const title = newTitle(watch, titles)
  if (title === undefined) return watch
  const { nextMigrationId: _, ...kept } = watch
  const renamed = { ...kept, migrationId: title }
  const other = fleet.watches
    .in(watch.channel)
    .find((one) => one.id !== watch.id && one.account === watch.account && watchedIds(one).includes(title))
  if (other === undefined || !isFollowing(watch)) return renamed
  return { ...renamed, ended: { by: other.createdBy, at: now } }
}
