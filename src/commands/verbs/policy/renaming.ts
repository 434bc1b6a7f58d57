import { watchedIds } from '../../../migrations/typed/ref.ts'
import type { Watch } from '../../../store/store.ts'
import type { Tools } from '../../machine/command.ts'

/** A migration's change from one id to another. */
export type Renaming = { account: string; from: string; to: string }
type Keeping = Pick<Tools, 'store'>

/** Makes watches look for a migration under both ids. Call before the cloud is asked. */
export async function beginRenaming({ account, from, to }: Renaming, tools: Keeping): Promise<void> {
  await rewrite({ account, id: from }, (watch) => ({ ...watch, migrationId: from, nextMigrationId: to }), tools)
}

/**
 * Makes watches keep the one id that a migration now has. Call when that id is certain. Resolves to the number of
 * watches that were changed.
 */
export async function endRenaming({ account, from }: Renaming, id: string, tools: Keeping): Promise<number> {
  return rewrite({ account, id: from }, ({ nextMigrationId: _, ...watch }) => ({ ...watch, migrationId: id }), tools)
}

/** Changes every watch of a migration. Reads each again first, since somebody may have ended it. */
async function rewrite(
  { account, id }: { account: string; id: string },
  change: (watch: Watch) => Watch,
  { store }: Keeping,
): Promise<number> {
  const { items } = await store.watches.list()
  let rewritten = 0
  for (const watch of items) {
    if (watch.account !== account || !watchedIds(watch).includes(id)) continue
    const current = await store.watches.get(watch.id)
    if (current === undefined) continue
    await store.watches.set(watch.id, change(current))
    rewritten += 1
  }
  return rewritten
}
