import type { Migration } from './migration.ts'

/** What a person typed to name a migration: an id, the start of an id, or a name, optionally after `account/`. */
export type Ref = {
  account?: string
  /** The typed text without the trailing dots or star of a prefix. */
  text: string
  /** Whether the text was typed with a trailing `…`, `...` or `*`. */
  isPrefix: boolean
}

/** The full, unambiguous way to type a migration: `prod-hw/191297407830872`. */
export function refOf(migration: Pick<Migration, 'account' | 'id'>): string {
  return `${migration.account}/${migration.id}`
}

/** Id of the watch that follows a migration in a channel: `prod-hw/1912…@C024BE7LR`. */
export function watchIdOf(migration: Pick<Migration, 'account' | 'id'>, channel: string): string {
  return `${refOf(migration)}@${channel}`
}

export function formatRef(ref: Ref): string {
  return `${ref.account === undefined ? '' : `${ref.account}/`}${ref.text}${ref.isPrefix ? '…' : ''}`
}

/** Reads a typed reference. Undefined if nothing is left of it. */
export function parseRef(typed: string): Ref | undefined {
  const trimmed = typed.trim().replace(/^[`"']+|[`"',;]+$/g, '')
  const isPrefix = /(\u2026|\.{2,}|\*)$/.test(trimmed)
  const bare = trimmed.replace(/[.\u2026*]+$/, '')
  const slashAt = bare.indexOf('/')
  const account = slashAt > 0 ? bare.slice(0, slashAt).toLowerCase() : undefined
  const text = slashAt >= 0 ? bare.slice(slashAt + 1) : bare
  if (text === '') return undefined
  return { ...(account === undefined ? {} : { account }), text, isPrefix }
}

/** How a reference fits a migration: exactly by id or name, by the start of either, or not at all. */
export function matchRef(ref: Ref, migration: Migration): 'exact' | 'prefix' | undefined {
  if (ref.account !== undefined && ref.account !== migration.account) return undefined
  const wanted = ref.text.toLowerCase()
  const names = [migration.id.toLowerCase(), migration.name?.toLowerCase() ?? '']
  if (!ref.isPrefix && names.includes(wanted)) return 'exact'
  return names.some((name) => name !== '' && name.startsWith(wanted)) ? 'prefix' : undefined
}

/** Whether a reference fits the source bucket or the destination bucket of a migration. */
export function matchBucket({ account, text, isPrefix }: Ref, migration: Migration): boolean {
  if (account !== undefined && account !== migration.account) return false
  const wanted = text.toLowerCase()
  return [migration.source.bucket, migration.target.bucket].some((bucket) => {
    const name = bucket?.toLowerCase()
    return isPrefix ? name?.startsWith(wanted) === true : name === wanted
  })
}

/** The ids that a watched migration may have: two while the cloud renames it, since an answer can get lost. */
export function watchedIds({
  migrationId,
  nextMigrationId,
}: {
  migrationId: string
  nextMigrationId?: string
}): string[] {
  return nextMigrationId === undefined ? [migrationId] : [migrationId, nextMigrationId]
}
