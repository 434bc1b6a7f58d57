import { watchedIds } from '../../../migrations/ref.ts'
import type { Watch } from '../../../store/store.ts'
import type { Tools } from '../../command.ts'

/** A migration that is being given another id. */
export type Renaming = { account: string; from: string; to: string }
type Keeping = Pick<Tools, 'store'>

/** To be called before the cloud is asked: from then on watches look for the migration under both ids. */
export async function beginRenaming({ account, from, to }: Renaming, tools: Keeping): Promise<void> {
  await rewrite({ account, id: from }, (watch) => ({ ...watch, migrationId: from, nextMigrationId: to }), tools)
}

/** To be called when it is certain which id it has. Resolves to how many watches know it now. */
export async function endRenaming({ account, from }: Renaming, id: string, tools: Keeping): Promise<number> {
  return rewrite({ account, id: from }, ({ nextMigrationId: _, ...watch }) => ({ ...watch, migrationId: id }), tools)
}

/** Each is read again first: somebody may have ended it meanwhile. */
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
