import type { Migration, State } from '../../../migrations/migration.ts'
import { type Listing, type Page, readListing } from '../../pages.ts'
import type { CallOptions } from '../../provider.ts'
import { readableRows, readingNow, type Session } from '../session.ts'
import type { Reading } from '../translate/parts.ts'
import type { WirePage } from '../wire/parts.ts'
import { type List, pageSize, type Window } from './kind.ts'

/** Reads a part of what has a status, or of everything. */
export type FilteredList<Status> = (
  session: Session,
  window: Window & { status?: Status },
  options: CallOptions,
) => Promise<Page<Migration>>

/** The statuses that make up a state; null where OMS has no filter for it. A state that never occurs is not here. */
export type Statuses<Status> = Partial<Record<State, readonly Status[] | null>>

export function listsOf<Status>(read: FilteredList<Status>, statuses: Statuses<Status>, state?: State): List[] {
  if (state === undefined) return [read]
  const filters = statuses[state]
  if (filters === undefined) return []
  if (filters === null) return [(session, window, options) => readSifted(read, { session, window, state }, options)]
  return filters.map((status) => (session, window, options) => read(session, { ...window, status }, options))
}

/** To the last page. */
export async function readWhole(list: List, session: Session, options: CallOptions): Promise<Migration[]> {
  return [...(await listWhole(list, session, options)).items]
}

/** The same, and whether that is all. */
export function listWhole(list: List, session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const paging = { pageSize, maxPages: 200, keyOf: ({ id }: Migration) => id }
  return readListing((offset) => list(session, { offset, limit: pageSize }, options), paging)
}

/** To the last page and all at once. What changed its state meanwhile may be in two of them, and is given once. */
export async function readWholeOfEach(
  lists: readonly List[],
  session: Session,
  options: CallOptions,
): Promise<Migration[]> {
  const each = await Promise.all(lists.map((list) => readWhole(list, session, options)))
  return [...new Map(each.flat().map((migration) => [migration.id, migration])).values()]
}

export function toPage<Row>(
  page: WirePage<Row>,
  toMigration: (row: Row, reading: Reading) => Migration,
  session: Session,
): Page<Migration> {
  const reading = readingNow(session)
  const items = readableRows(session, page).map((row) => toMigration(row, reading))
  return { items, rows: page.rows.length + page.unreadable.length, total: page.total }
}

/** For a state that OMS has no filter for: everything is read, and the rest thrown away. */
async function readSifted(
  list: List,
  { session, window, state }: { session: Session; window: Window; state: State },
  options: CallOptions,
): Promise<Page<Migration>> {
  const all = await readWhole(list, session, options)
  const found = all.filter((migration) => migration.state === state)
  const items = found.slice(window.offset, window.offset + window.limit)
  return { items, rows: items.length, total: found.length }
}
