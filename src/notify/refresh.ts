import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Channels } from '../send/channels.ts'
import type { Watch, WorkspaceStore } from '../store/store.ts'
import { refsOf } from './threads/ending.ts'

type Stored = { store: Pick<WorkspaceStore, 'watches'>; channels: Pick<Channels, 'forget'> }

/**
 * Reads watches again, since a command has changed them: those with these ids, or all. What was stored of a watch that
 * is gone is deleted.
 */
export async function refreshWatches(
  { watches }: Pick<WorkspaceFleet, 'watches'>,
  { store, channels }: Stored,
  ids?: readonly string[],
): Promise<void> {
  const { items, isKept } = ids === undefined ? await readAll(store) : await readSome(store, ids)
  for (const watch of items) watches.set(watch.id, watch)
  const gone = [...(ids ?? watches.keys())].filter((id) => !isKept(id))
  const refs = refsOf(gone.flatMap((id) => watches.get(id) ?? []))
  for (const id of gone) watches.delete(id)
  await channels.forget(gone, refs)
}

type Read = { items: readonly Watch[]; isKept(id: string): boolean }

async function readAll({ watches }: Stored['store']): Promise<Read> {
  const { items, unreadable } = await watches.list()
  const kept = new Set([...items.map(({ id }) => id), ...unreadable])
  return { items, isKept: (id) => kept.has(id) }
}

async function readSome({ watches }: Stored['store'], ids: readonly string[]): Promise<Read> {
  const { items, unreadable } = await watches.getMany(ids)
  return { items: [...items.values()], isKept: (id) => items.has(id) || unreadable.includes(id) }
}
