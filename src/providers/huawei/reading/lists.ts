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

/** The list of all migrations, or of those in a state. Undefined if no single list holds just these. */
export function listOf<Status>(
  read: FilteredList<Status>,
  statuses: Statuses<Status>,
  state?: State,
): List | undefined {
  if (state === undefined) return read
  const [status, ...others] = statuses[state] ?? []
  if (status === undefined || others.length > 0) return undefined
  return (session, window, options) => read(session, { ...window, status }, options)
}

/** The states that are a single status, so that one filtered list holds each of them. */
export function statesInOneList<Status>(statuses: Statuses<Status>): State[] {
  return states.filter((state) => statuses[state]?.length === 1)
}

/** Reads a list to its last page, and tells whether it is complete. */
export function listWhole(list: List, session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const paging = { pageSize, maxPages: 200, keyOf: ({ id }: Migration) => id }
  return readListing((offset) => list(session, { offset, limit: pageSize }, options), paging)
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
