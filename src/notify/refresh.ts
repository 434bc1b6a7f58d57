import { ackKey } from '../fleet/acks.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import { watchedIds } from '../migrations/typed/ref.ts'
import type { Channels } from '../send/channels.ts'
import type { Listing, Watch, WorkspaceStore } from '../store/store.ts'
import { refsOf } from './threads/ending.ts'

/** Reads the subscriptions and everybody's patience again, since a command has changed some. */
export async function refreshSubscriptions(
  { subscriptions, patience }: Pick<WorkspaceFleet, 'subscriptions' | 'patience'>,
  store: Pick<WorkspaceStore, 'subscriptions' | 'patience'>,
): Promise<void> {
  const [subscribed, patient] = await Promise.all([store.subscriptions.list(), store.patience.list()])
  replaceAll(subscriptions, subscribed, ({ id }) => id)
  replaceAll(patience, patient, ({ of }) => of)
}

/** Replaces all known items by the listed ones. An item whose record cannot be read stays as it was. */
function replaceAll<Item>(
  known: Map<string, Item>,
  { items, unreadable }: Listing<Item>,
  keyOf: (item: Item) => string,
): void {
  const current = new Map(items.map((item) => [keyOf(item), item]))
  for (const key of known.keys()) if (!current.has(key) && !unreadable.includes(key)) known.delete(key)
  for (const [key, item] of current) known.set(key, item)
}

/** Reads again who takes care of migrations. Returns the watches that show it. */
export async function refreshAcks(
  { acks, watches }: Pick<WorkspaceFleet, 'acks' | 'watches'>,
  store: Pick<WorkspaceStore, 'acks'>,
): Promise<Watch[]> {
  const before = new Map(acks)
  replaceAll(acks, await store.acks.list(), ackKey)
  return [...watches.values()].filter((watch) => {
    const keys = watchedIds(watch).map((migrationId) => ackKey({ account: watch.account, migrationId }))
    return keys.some((key) => before.get(key)?.at !== acks.get(key)?.at)
  })
}

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
