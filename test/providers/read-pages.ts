import type { Connection, ListedPage, ListPart } from '../../src/providers/provider.ts'

/** Reads a list to its last page, as an observer does. Of a list that does not end, reads 50 pages. */
export async function readPages(
  connection: Connection,
  part: Omit<ListPart, 'offset'>,
  start = 0,
): Promise<ListedPage[]> {
  const pages: ListedPage[] = []
  for (let offset = start; pages.length < 50; ) {
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
