import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { mayNeedCdnKey } from '../../../migrations/cdn-told.ts'
import type { Migration, StartNeed } from '../../../migrations/migration.ts'
import type { StorageKey } from '../../../store/store.ts'
import { keyNamed, rememberKey } from '../../key-uses.ts'
import type { Tools } from '../../machine/command.ts'

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

/** The bucket that a key opens. */
export type Side = keyof KeyNames
export const sides: readonly Side[] = ['source', 'target']
const needs: Record<Side, StartNeed> = { source: 'source-key', target: 'target-key' }

/** Whether a start needs the key of a side. */
export function needsKey({ needsOnStart }: Migration, side: Side): boolean {
  return needsOnStart.includes(needs[side])
}

/** The sides whose keys a start needs and that are not named. */
export function lackedBy(migration: Migration, names: KeyNames): Side[] {
  return sides.filter((side) => needsKey(migration, side) && names[side] === undefined)
}

/** Whether the CDN key is missing that the start needs or may need. OMS would start without it and then read nothing. */
export function lacksCdnKey(migration: Migration, { source }: Keys): boolean {
  return mayNeedCdnKey(migration) && source?.cdnKey === undefined
}

/** Why a start is refused that needs, or may need, the CDN key that its source key lacks. */
export function cdnKeyProblem({ isCdnTold }: Migration, key: string): AppError {
  return new AppError(isCdnTold === false ? 'cdn_untold' : 'cdn_key_missing', { key })
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
