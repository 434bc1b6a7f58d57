import { defined } from '../defined.ts'
import type { Kind, Migration } from '../migrations/migration.ts'
import type { KindCapabilities, ListedPage, ListPart } from './provider.ts'

/** One page of a list. `rows` also counts rows that cannot be read, because offsets count them too. */
export type Page<Item> = { items: readonly Item[]; rows: number; total?: number | undefined }

export type Paging<Item> = {
  pageSize: number
  /** The most pages to read, for a list that never ends. */
  maxPages: number
  /** Items with the same key count as one. */
  keyOf(item: Item): string
}

/**
 * The items of a list. `isWhole` if nothing was cut off, was unreadable, or may have moved while the pages were read.
 */
export type Listing<Item> = { items: readonly Item[]; isWhole: boolean }

/** Reads every item of a list, once each. Stops at the end, at a page that brings nothing new, and at `maxPages`. */
export async function readAllPages<Item>(readPage: ReadPage<Item>, paging: Paging<Item>): Promise<Item[]> {
  return [...(await readListing(readPage, paging)).items]
}

export type ReadPage<Item> = (offset: number, index: number) => Promise<Page<Item>>

/**
 * Reads every item of a list, once each, and tells whether the list is complete. Stops at the end, at a page that
 * brings nothing new, and at `maxPages`.
 */
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
    // If something was deleted meanwhile, other items moved to a page that had already been read.
    isWhole &&= page.items.length === page.rows && (page.total ?? 0) >= highestTotal
    highestTotal = Math.max(highestTotal, page.total ?? 0)
    if (reachesEnd(page, { offset: offset - page.rows, pageSize })) return { items: [...found.values()], isWhole }
    if (found.size === foundBefore) break
  }
  return { items: [...found.values()], isWhole: false }
}

/** Where a page begins. `lastOffset` is the largest offset that the cloud accepts. */
export type Place = { offset: number; pageSize: number; lastOffset?: number }
type Length = Omit<Page<unknown>, 'items'>

/** A page as `readPage` returns it. */
export function listedPage(page: Page<Migration>, place: Place): ListedPage {
  const { items: migrations, rows } = page
  const isBeyondReach = place.offset + rows > (place.lastOffset ?? Number.POSITIVE_INFINITY)
  const isLast = rows === 0 || isBeyondReach || reachesEnd(page, place)
  return { migrations, rows, ...defined({ total: certainTotal(page, place) }), isLast }
}

/** Whether a page ends its list: the total says so, or without one the page is short. */
function reachesEnd({ rows, total }: Length, { offset, pageSize }: Place): boolean {
  return total === undefined ? rows < pageSize : offset + rows >= total
}

/** The length of a list. Undefined if the rows contradict what the cloud counts, or if neither tells. */
function certainTotal({ rows, total }: Length, { offset, pageSize }: Place): number | undefined {
  const end = offset + rows
  if (total === undefined) return rows < pageSize && (rows > 0 || offset === 0) ? end : undefined
  return (rows === 0 ? total <= end : total >= end) ? total : undefined
}

/** Throws RangeError for a part of a list that the capabilities do not name. */
export function requireReadable({ kind, state }: ListPart, kinds: ReadingKinds): void {
  const reading = kinds[kind]?.reading
  const isNamed = reading !== undefined && (state === undefined || reading.states.includes(state))
  if (!isNamed) throw new RangeError(`No list holds just this: ${kind}, ${state ?? 'all states'}`)
}

type ReadingKinds = Partial<Record<Kind, Pick<KindCapabilities, 'reading'>>>
