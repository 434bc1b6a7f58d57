import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Page } from '../pages.ts'
import type { MigrationPage } from '../provider.ts'
import type { Window } from './reading/reader.ts'

/** Reads a part of one list. Resolves to undefined if the list could not be read. */
export type ReadPart = (part: Window) => Promise<Page<Migration> | undefined>

/**
 * One page of several lists that follow each other as if they were one. Each list is asked, at least for its length. A
 * list that cannot be read counts as empty, and then the page has no total.
 */
export async function readInTurn(lists: readonly ReadPart[], { offset, limit }: Window): Promise<MigrationPage> {
  const migrations: Migration[] = []
  let total: number | undefined = 0
  let hasMore = false
  let start = offset
  let room = limit
  for (const read of lists) {
    // Without room left, one row is enough to learn how long the list is.
    const part = { offset: start, limit: Math.max(room, 1) }
    const page = await read(part)
    const length = page === undefined ? 0 : lengthOf(page, part)
    total = page === undefined || length === undefined || total === undefined ? undefined : total + length
    hasMore ||= length === undefined || length > start + room
    if (page !== undefined && room > 0) {
      migrations.push(...page.items)
      room = Math.max(0, room - page.rows)
    }
    start = length === undefined ? 0 : Math.max(0, start - length)
  }
  return { migrations, ...defined({ total }), hasMore }
}

/** The length of a list. Undefined if it is not known. An empty page lies behind the end, whatever the cloud counts. */
function lengthOf({ rows, total }: Page<Migration>, { offset, limit }: Window): number | undefined {
  if (rows === 0) return Math.min(total ?? offset, offset)
  return total ?? (rows < limit ? offset + rows : undefined)
}
