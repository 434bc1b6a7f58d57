import { defined } from '../defined.ts'
import { AppError } from '../errors/errors.ts'
import type { Spec } from '../migrations/spec/spec.ts'
import type { SpecKeys } from '../providers/provider.ts'
import type { KeyUse, StorageKey } from '../store/store.ts'
import type { Suggestion, Tools } from './machine/command.ts'
import { matching, mostSuggested } from './machine/suggest.ts'

/** A stored storage key by its name, in upper or lower case. Throws storage_key_not_found. */
export async function keyNamed(name: string, { store }: Pick<Tools, 'store'>): Promise<StorageKey> {
  const key = await store.storageKeys.get(name.toLowerCase())
  if (key === undefined) throw new AppError('storage_key_not_found', { key: name.slice(0, 40) })
  return key
}

/** Names of all stored keys in alphabetical order, the one used last first. */
export async function keyNames({ store }: Pick<Tools, 'store'>, last?: string): Promise<string[]> {
  const { items } = await store.storageKeys.list()
  const names = items.map(({ name }) => name).sort()
  return last !== undefined && names.includes(last) ? [last, ...names.filter((name) => name !== last)] : names
}

/** Names of the stored keys that contain what was typed, as suggestions for a question. */
export async function suggestKeys(typed: string, tools: Pick<Tools, 'store'>): Promise<Suggestion[]> {
  const all = (await keyNames(tools)).map((name) => ({ value: name, label: name }))
  return matching(all, typed).slice(0, mostSuggested)
}

export async function lastKeysFor(
  bucket: string | undefined,
  { store }: Pick<Tools, 'store'>,
): Promise<KeyUse | undefined> {
  return bucket === undefined ? undefined : store.keyUses.get(bucket)
}

/** The keys that opened each of these buckets last. A key that has been removed since is left out. */
export async function lastKeysForAll(
  buckets: readonly string[],
  { store }: Pick<Tools, 'store'>,
): Promise<ReadonlyMap<string, LastKeys>> {
  const [{ items }, stored] = await Promise.all([
    store.keyUses.getMany([...new Set(buckets)]),
    keyNames({ store }).then((names) => new Set(names)),
  ])
  const kept = (name: string | undefined) => (name !== undefined && stored.has(name) ? name : undefined)
  return new Map(
    [...items].map(([bucket, { sourceKey, targetKey }]) => [
      bucket,
      defined({ sourceKey: kept(sourceKey), targetKey: kept(targetKey) }),
    ]),
  )
}
export type LastKeys = Pick<KeyUse, 'sourceKey' | 'targetKey'>

/** Remembers the key that was used for a bucket, so that it is offered first next time. */
export async function rememberKey(
  { bucket, side, key }: { bucket: string; side: 'sourceKey' | 'targetKey'; key: string },
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
): Promise<void> {
  const before = await store.keyUses.get(bucket)
  if (before?.[side] === key) return
  await store.keyUses.set(bucket, { ...before, bucket, [side]: key, usedAt: clock.now() })
}

/** The secrets of the storage keys that a spec names. A missing key is a problem of its field, not an error. */
export async function keysOf({ source, target }: Spec, { store }: Pick<Tools, 'store'>): Promise<SpecKeys> {
  const [from, to] = await Promise.all(
    [source.key, target.key].map((name) =>
      name === undefined ? undefined : store.storageKeys.get(name.toLowerCase()),
    ),
  )
  return { ...(from && { source: from.secret }), ...(to && { target: to.secret }) }
}
