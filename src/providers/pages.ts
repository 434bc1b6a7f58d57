import type { Kind } from '../migrations/migration.ts'
import type { ListQuery } from './provider.ts'

/** `rows` counts what can't be read as well: offsets count it too. */
export type Page<Item> = { items: readonly Item[]; rows: number; total?: number | undefined }

export type Paging<Item> = {
  pageSize: number
  /** A list that never ends is cut here. */
  maxPages: number
  /** Two items with the same key are one. */
  keyOf(item: Item): string
}

/** Every item of a list, once each. Stops at the end, at a page that brings nothing new, and at `maxPages`. */
export async function readAllPages<Item>(
  readPage: (offset: number, index: number) => Promise<Page<Item>>,
  { pageSize, maxPages, keyOf }: Paging<Item>,
): Promise<Item[]> {
  const found = new Map<string, Item>()
  for (let offset = 0, index = 0; index < maxPages; index += 1) {
    const page = await readPage(offset, index)
    const foundBefore = found.size
    for (const item of page.items) found.set(keyOf(item), item)
    offset += page.rows
    const isLast = page.total === undefined ? page.rows < pageSize : offset >= page.total
    if (isLast || found.size === foundBefore) break
  }
  return [...found.values()]
}

/** Whether a list wants migrations of this kind, the only one that its cloud has: groups it has none. */
export function asksFor({ kind, group }: ListQuery, own: Kind): boolean {
  return group === undefined && (kind === undefined || kind === own)
}
