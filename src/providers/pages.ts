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

/** `isWhole`: nothing was cut off, could not be read, or may have moved away while the pages were read. */
export type Listing<Item> = { items: readonly Item[]; isWhole: boolean }

/** Every item of a list, once each. Stops at the end, at a page that brings nothing new, and at `maxPages`. */
export async function readAllPages<Item>(readPage: ReadPage<Item>, paging: Paging<Item>): Promise<Item[]> {
  return [...(await readListing(readPage, paging)).items]
}

export type ReadPage<Item> = (offset: number, index: number) => Promise<Page<Item>>

/** The same, and whether that is all. */
export async function readListing<Item>(
  readPage: ReadPage<Item>,
  { pageSize, maxPages, keyOf }: Paging<Item>,
): Promise<Listing<Item>> {
  const found = new Map<string, Item>()
  let isWhole = true
  let highestTotal = 0
  for (let offset = 0, index = 0; index < maxPages; index += 1) {
    const page = await readPage(offset, index)
    const foundBefore = found.size
    for (const item of page.items) found.set(keyOf(item), item)
    offset += page.rows
    // Where something was deleted meanwhile, others moved to a page that had been read.
    isWhole &&= page.items.length === page.rows && (page.total ?? 0) >= highestTotal
    highestTotal = Math.max(highestTotal, page.total ?? 0)
    const isLast = page.total === undefined ? page.rows < pageSize : offset >= page.total
    if (isLast) return { items: [...found.values()], isWhole }
    if (found.size === foundBefore) break
  }
  return { items: [...found.values()], isWhole: false }
}

/** Whether a list wants migrations of this kind, the only one that its cloud has: groups it has none. */
export function asksFor({ kind, group }: ListQuery, own: Kind): boolean {
  return group === undefined && (kind === undefined || kind === own)
}
