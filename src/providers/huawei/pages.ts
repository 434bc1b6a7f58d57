/** `rows` counts what can't be read as well: offsets count it too. */
export type Page<Item> = { items: readonly Item[]; rows: number; total?: number | undefined }

export type Paging = {
  pageSize: number
  /** A list that never ends is cut here. */
  maxPages: number
}

/** Every item of a list, once each. Stops at the end, at a page that brings nothing new, and at `maxPages`. */
export async function readAllPages<Item extends { id: string }>(
  readPage: (offset: number) => Promise<Page<Item>>,
  { pageSize, maxPages }: Paging,
): Promise<Item[]> {
  const found = new Map<string, Item>()
  for (let offset = 0, pages = 0; pages < maxPages; pages += 1) {
    const page = await readPage(offset)
    const foundBefore = found.size
    for (const item of page.items) found.set(item.id, item)
    offset += page.rows
    const isLast = page.total === undefined ? page.rows < pageSize : offset >= page.total
    if (isLast || found.size === foundBefore) break
  }
  return [...found.values()]
}
