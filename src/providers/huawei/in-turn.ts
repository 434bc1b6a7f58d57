import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Page } from '../pages.ts'
import type { MigrationPage } from '../provider.ts'
import type { Window } from './kinds/kind.ts'

/** Undefined when the list could not be read. */
export type ReadPart = (part: Window) => Promise<Page<Migration> | undefined>

/**
 * One page of several lists that follow each other as if they were one. Each is asked, at the least for its length; a list
 * that can't be read counts as empty, and then no total is given.
 */
export async function readInTurn(lists: readonly ReadPart[], { offset, limit }: Window): Promise<MigrationPage> {
  const migrations: Migration[] = []
  let total: number | undefined = 0
  let hasMore = false
  let start = offset
  let room = limit
  for (const read of lists) {
    // Where there is no room left, one row is enough to be told how long the list is.
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

/** Undefined when nobody knows. An empty page lies behind the end, whatever the cloud counts. */
function lengthOf({ rows, total }: Page<Migration>, { offset, limit }: Window): number | undefined {
  if (rows === 0) return Math.min(total ?? offset, offset)
  return total ?? (rows < limit ? offset + rows : undefined)
}
