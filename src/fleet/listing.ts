import type { Kind } from '../migrations/migration.ts'
import type { ListedPage, ListPart } from '../providers/provider.ts'

/**
 * How far Ferry has come in listing an account, one page after the other and one kind after the other, over and over. No
 * cloud documents an order that can be relied on, so only a whole cycle shows every migration.
 */
export type Listing = {
  /** The page to be read next. Undefined at the start of a cycle. */
  next?: ListPart
  /** Offset of the page on which each migration was last listed. */
  positions: Map<string, number>
  /** Number of migrations of each kind, if the cloud tells. */
  totals: Map<Kind, number>
  /** Ids that the present cycle has shown, and whether one of its lists may have been cut. */
  seen: Set<string>
  isCut: boolean
  /**
   * The last whole cycle: its times in epoch milliseconds, and the ids that it showed. `isCut`: the cloud may have more.
   * Absent during the first one.
   */
  whole?: { began: number; ended: number; ids: ReadonlySet<string>; isCut: boolean }
  cycleBegan: number
  /** When the last page was read, in epoch milliseconds. */
  listedAt: number
}

export function createListing(): Listing {
  return { positions: new Map(), totals: new Map(), seen: new Set(), isCut: false, cycleBegan: 0, listedAt: 0 }
}

/** The pages to be read next, at most `budget`. Only pages that certainly exist follow the first one. */
export function nextParts({ next, totals }: Listing, kinds: readonly Kind[], budget: number): ListPart[] {
  const [kind = undefined] = kinds
  const first = next !== undefined && kinds.includes(next.kind) ? next : kind && { kind, offset: 0 }
  if (first === undefined) return []
  const total = totals.get(first.kind) ?? 0
  const parts = [first]
  for (let offset = first.offset + pageStep; parts.length < budget && offset < total; offset += pageStep) {
    parts.push({ kind: first.kind, offset })
  }
  return parts
}

/** Rows between two pages. Every cloud lists up to 100 in one. */
const pageStep = 100

/** A page that was read. Without a `page`, the account may not list migrations of this kind. */
export type PageRead = { part: ListPart; page?: ListedPage; at: number }

/** Notes pages that were read, in their order. Those of a list that was filtered by state show nothing of the rest. */
export function notePages(listing: Listing, pages: readonly PageRead[], kinds: readonly Kind[]): void {
  for (const { part, page, at: now } of pages) {
    if (part.state !== undefined) continue
    if (page === undefined) skipKind(listing, { kind: part.kind, kinds, now })
    else notePage(listing, { part, page, kinds, now })
  }
}

type Noting = { part: ListPart; page: ListedPage; kinds: readonly Kind[]; now: number }

function notePage(listing: Listing, { part, page, kinds, now }: Noting): void {
  if (listing.cycleBegan === 0) listing.cycleBegan = now
  listing.listedAt = now
  listing.isCut ||= page.isCut === true
  if (page.total !== undefined) listing.totals.set(part.kind, page.total)
  else if (page.isLast && page.isCut !== true) listing.totals.set(part.kind, part.offset + page.rows)
  // A list that shows the same page for ever ends there.
  const isNew = page.migrations.some(({ id }) => !listing.seen.has(id))
  for (const { id } of page.migrations) {
    listing.positions.set(id, part.offset)
    listing.seen.add(id)
  }
  const isNext = listing.next === undefined ? part.kind === kinds[0] && part.offset === 0 : isSame(listing.next, part)
  const isLast = page.isLast || (part.offset > 0 && !isNew)
  if (!isNext) return
  if (isLast) skipKind(listing, { kind: part.kind, kinds, now })
  else listing.next = { kind: part.kind, offset: part.offset + Math.max(page.rows, 1) }
}

/** Goes on to the next kind. After the last one, a cycle is whole. */
function skipKind(listing: Listing, { kind, kinds, now }: { kind: Kind; kinds: readonly Kind[]; now: number }): void {
  const following = kinds[kinds.indexOf(kind) + 1]
  if (following !== undefined) {
    listing.next = { kind: following, offset: 0 }
    return
  }
  listing.whole = { began: listing.cycleBegan, ended: now, ids: listing.seen, isCut: listing.isCut }
  listing.isCut = false
  listing.cycleBegan = 0
  listing.seen = new Set()
  delete listing.next
}

function isSame(a: ListPart, b: ListPart): boolean {
  return a.kind === b.kind && a.offset === b.offset
}
