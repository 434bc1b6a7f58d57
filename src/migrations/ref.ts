import type { Migration } from './migration.ts'

/** What a person typed to name a migration: an id, the start of one, a name, optionally behind `account/`. */
export type Ref = {
  account?: string
  /** Without the trailing dots of a prefix. */
  text: string
  /** True when typed with a trailing `…`, `...` or `*`. */
  isPrefix: boolean
}

/** The full, unambiguous way to type this migration: `prod-hw/191297407830872`. */
export function refOf(migration: Pick<Migration, 'account' | 'id'>): string {
  return `${migration.account}/${migration.id}`
}

/** One watch of a migration in each channel: `prod-hw/1912…@C024BE7LR`. */
export function watchIdOf(migration: Pick<Migration, 'account' | 'id'>, channel: string): string {
  return `${refOf(migration)}@${channel}`
}

export function formatRef(ref: Ref): string {
  return `${ref.account === undefined ? '' : `${ref.account}/`}${ref.text}${ref.isPrefix ? '…' : ''}`
}

/** Reads what somebody typed; undefined when nothing is left of it. */
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

/** How well a migration answers to a ref: exactly by id or name, by the start of either, or not at all. */
export function matchRef(ref: Ref, migration: Migration): 'exact' | 'prefix' | undefined {
  if (ref.account !== undefined && ref.account !== migration.account) return undefined
  const wanted = ref.text.toLowerCase()
  const names = [migration.id.toLowerCase(), migration.name?.toLowerCase() ?? '']
  if (!ref.isPrefix && names.includes(wanted)) return 'exact'
  return names.some((name) => name !== '' && name.startsWith(wanted)) ? 'prefix' : undefined
}

/** The ids that a watched migration may have: two while it is being given another, since an answer can get lost. */
export function watchedIds({
  migrationId,
  nextMigrationId,
}: {
  migrationId: string
  nextMigrationId?: string
}): string[] {
  return nextMigrationId === undefined ? [migrationId] : [migrationId, nextMigrationId]
}
