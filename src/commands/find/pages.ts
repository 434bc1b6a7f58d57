import type { Connection, ListQuery, MigrationPage } from '../../providers/provider.ts'

/** How far an account's list is read: newest first, this many pages. */
const maxPages = 10
const perPage = 100

/** The pages of an account's list, newest first, up to the limit of pages. */
export async function* pagesOf(
  connection: Pick<Connection, 'list'>,
  wanted: Omit<ListQuery, 'offset' | 'limit'>,
): AsyncGenerator<MigrationPage> {
  for (let page = 0; page < maxPages; page += 1) {
    const listed = await connection.list({ ...wanted, offset: page * perPage, limit: perPage }, {})
    yield listed
    if (!listed.hasMore) return
  }
}
