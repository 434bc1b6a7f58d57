import type { Connection, ListedPage, ListPart } from '../../src/providers/provider.ts'

/** Reads a list from its first page to its last, as an observer does. A list that does not end is read 50 times. */
export async function readPages(connection: Connection, part: Omit<ListPart, 'offset'>): Promise<ListedPage[]> {
  const pages: ListedPage[] = []
  for (let offset = 0; pages.length < 50; ) {
    const page = await connection.readPage({ ...part, offset }, {})
    pages.push(page)
    if (page.isLast) break
    offset += page.rows
  }
  return pages
}

/** The ids on these pages, in the order in which they were read. */
export function idsOn(pages: readonly ListedPage[]): string[] {
  return pages.flatMap(({ migrations }) => migrations.map(({ id }) => id))
}
