import { type Migration, type State, states } from '../../../migrations/migration.ts'
import { type Listing, type Page, readListing } from '../../pages.ts'
import type { CallOptions } from '../../provider.ts'
import { readableRows, readingNow, type Session } from '../client/session.ts'
import type { Reading } from '../translate/parts.ts'
import type { WirePage } from '../wire/parts.ts'
import { type List, pageSize, type Window } from './reader.ts'

/** Reads a part of the list of migrations with a status, or of all. */
export type FilteredList<Status> = (
  session: Session,
  window: Window & { status?: Status },
  options: CallOptions,
) => Promise<Page<Migration>>

/**
 * The statuses that make up each state. Null if OMS has no filter for the state. A state that never occurs is absent.
 */
export type Statuses<Status> = Partial<Record<State, readonly Status[] | null>>

export function listsOf<Status>(read: FilteredList<Status>, statuses: Statuses<Status>, state?: State): List[] {
  if (state === undefined) return [read]
  const filters = statuses[state]
  if (filters === undefined) return []
  if (filters === null) return [(session, window, options) => readSifted(read, { session, window, state }, options)]
  return filters.map((status) => (session, window, options) => read(session, { ...window, status }, options))
}

/** The states that are a single status, so that one filtered list holds each of them. */
export function statesInOneList<Status>(statuses: Statuses<Status>): State[] {
  return states.filter((state) => statuses[state]?.length === 1)
}

/** Reads a list to its last page. */
export async function readWhole(list: List, session: Session, options: CallOptions): Promise<Migration[]> {
  return [...(await listWhole(list, session, options)).items]
}

/** Reads a list to its last page, and tells whether it is complete. */
export function listWhole(list: List, session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const paging = { pageSize, maxPages: 200, keyOf: ({ id }: Migration) => id }
  return readListing((offset) => list(session, { offset, limit: pageSize }, options), paging)
}

/**
 * Reads several lists to their last pages, all at once. A migration that changed its state meanwhile may be in two
 * lists and is returned once.
 */
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

/** Reads a state for which OMS has no filter: reads everything and keeps the migrations in this state. */
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
