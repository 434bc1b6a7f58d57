import { defined } from '../../defined.ts'
import { decoded } from '../../text/decoded.ts'
import { narrowed } from '../../text/full-width.ts'
import type { Migration } from '../migration.ts'

/** A migration as a person types it: an id, the start of an id, a name or a bucket, optionally after `account/`. */
export type Ref = {
  account?: string
  /** The typed text without the trailing dots or star of a prefix. */
  text: string
  /** Whether the text was typed with a trailing `…`, `...` or `*`. */
  isPrefix: boolean
  /** The destination bucket, if the text is the source bucket of a pasted title: `photos → archive`. */
  target?: string
  /** Ids of which each names the migration, such as those in a pasted link. Then the text only shows what was typed. */
  ids?: readonly string[]
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
  const named = `${ref.account === undefined ? '' : `${ref.account}/`}${ref.text}${ref.isPrefix ? '…' : ''}`
  return ref.target === undefined ? named : `${named} → ${ref.target}`
}

/**
 * Reads a typed reference: an id, the start of one, a name, the title of a card, or a link to a cloud's console.
 * Undefined if nothing is left.
 */
export function parseRef(typed: string): Ref | undefined {
  const [, source, target] = /^(\S+) → (\S+)$/.exec(typed.trim()) ?? []
  if (source !== undefined && target !== undefined) return { text: source, isPrefix: false, target }
  const trimmed = narrowed(typed.trim()).replace(/^[`"'#]+|[`"',;:!?]+$/g, '')
  const ids = idsInLink(trimmed)
  if (ids !== undefined) return { text: trimmed, isPrefix: false, ids }
  const isPrefix = /(\u2026|\.{2,}|\*)$/.test(trimmed)
  const bare = trimmed.replace(/[.\u2026*]+$/, '')
  const slashAt = bare.indexOf('/')
  const account = slashAt > 0 ? bare.slice(0, slashAt).toLowerCase() : undefined
  const text = slashAt >= 0 ? bare.slice(slashAt + 1) : bare
  if (text === '') return undefined
  return { ...defined({ account }), text, isPrefix }
}

/** Most parts of a link that are read, and the longest that can be an id. */
const mostParts = 40
const longestId = 200

/**
 * Everything in a link that may be an id: each part of its path, its query and its fragment. The clouds do not document
 * the addresses of their consoles' pages. Undefined if the text is no link.
 */
function idsInLink(text: string): string[] | undefined {
  const [, rest] = /^(?:https?:\/\/[^/?#]*|[a-z\d-]+(?:\.[a-z\d-]+)+(?::\d+)?(?=\/))(.*)$/is.exec(text) ?? []
  if (rest === undefined) return undefined
  const parts = (decoded(rest) ?? rest).split(/[^\p{L}\p{N}_.-]+/u)
  return [...new Set(parts)].filter((part) => part !== '' && part.length <= longestId).slice(0, mostParts)
}

/** Whether an id can begin with a text: ids are numbers or UUIDs. NAVER's are names. */
export const mayBeginId = /^[\da-f-]+$/i

/** How a reference fits a migration: exactly by id or name, by the start of either, or not at all. */
export function matchRef(ref: Ref, migration: Migration): 'exact' | 'prefix' | undefined {
  if (ref.account !== undefined && ref.account !== migration.account) return undefined
  if (ref.target !== undefined) return undefined
  if (ref.ids !== undefined) return isAmong(ref.ids, migration.id) ? 'exact' : undefined
  const wanted = ref.text.toLowerCase()
  const names = [migration.id.toLowerCase(), migration.name?.toLowerCase() ?? '']
  if (!ref.isPrefix && names.includes(wanted)) return 'exact'
  return names.some((name) => name !== '' && name.startsWith(wanted)) ? 'prefix' : undefined
}

function isAmong(ids: readonly string[], id: string): boolean {
  return ids.some((one) => one.toLowerCase() === id.toLowerCase())
}

/** Whether a reference fits the source bucket or the destination bucket of a migration, or both if it is a title. */
export function matchBucket({ account, text, isPrefix, target, ids }: Ref, migration: Migration): boolean {
  if (ids !== undefined) return false
  if (account !== undefined && account !== migration.account) return false
  const wanted = text.toLowerCase()
  const [from, to] = [migration.source.bucket?.toLowerCase(), migration.target.bucket?.toLowerCase()]
  if (target !== undefined) return from === wanted && to === target.toLowerCase()
  return [from, to].some((name) => (isPrefix ? name?.startsWith(wanted) === true : name === wanted))
}

/**
 * Whether a text is part of a migration's name, or the start of its id, its source bucket or its destination bucket.
 */
export function matchText(text: string, migration: Migration): boolean {
  return (
    migration.id.toLowerCase().startsWith(text.toLowerCase()) ||
    beginsBucket(text, migration) ||
    isInName(text, migration)
  )
}

/** Whether a text is the start of the source bucket or of the destination bucket. */
export function beginsBucket(text: string, { source, target }: Pick<Migration, 'source' | 'target'>): boolean {
  const wanted = text.toLowerCase()
  return [source.bucket, target.bucket].some((one) => one?.toLowerCase().startsWith(wanted))
}

/** Whether a text is part of a migration's name. */
export function isInName(text: string, { name }: Pick<Migration, 'name'>): boolean {
  return name?.toLowerCase().includes(text.toLowerCase()) === true
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
