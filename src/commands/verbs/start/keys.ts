import { defined } from '../../../defined.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { StorageKey } from '../../../store/store.ts'
import type { Tools } from '../../command.ts'
import { keyNamed, rememberKey } from '../../key-uses.ts'

/** Names of the stored keys that open the two buckets of a migration. */
export type KeyNames = { source?: string; target?: string }
/** The secrets of the stored keys of a start. */
type Keys = { source?: StorageKey['secret']; destination?: StorageKey['secret'] }

/** The secrets of the stored keys with these names. Throws storage_key_not_found. */
export async function keysOf({ source, target }: KeyNames, tools: Pick<Tools, 'store'>): Promise<Keys> {
  const [from, to] = await Promise.all(
    [source, target].map((name) => (name === undefined ? undefined : keyNamed(name, tools))),
  )
  return defined({ source: from?.secret, destination: to?.secret })
}

/** Whether a start needs a key that is not named. */
export function lacksKey({ needsOnStart }: Migration, { source, target }: KeyNames): boolean {
  return (
    (source === undefined && needsOnStart.includes('source-key')) ||
    (target === undefined && needsOnStart.includes('target-key'))
  )
}

/** Whether the CDN key is missing that the start needs. OMS would start without it and then read nothing. */
export function lacksCdnKey({ needsOnStart }: Migration, { source }: Keys): boolean {
  return needsOnStart.includes('cdn-key') && source?.cdnKey === undefined
}

/** Remembers the keys that opened the buckets of a migration, so that they are offered first next time. */
export async function rememberKeys(
  { source, target }: Migration,
  names: KeyNames,
  tools: Pick<Tools, 'store' | 'clock'>,
): Promise<void> {
  const uses = [
    { bucket: source.bucket, side: 'sourceKey', key: names.source },
    { bucket: target.bucket, side: 'targetKey', key: names.target },
  ] as const
  for (const { bucket, side, key } of uses) {
    if (bucket !== undefined && key !== undefined) await rememberKey({ bucket, side, key }, tools)
  }
}
