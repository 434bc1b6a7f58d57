import { hasCome, hasPassed } from '../../async/clock.ts'
import { type AccountFleet, countsOf } from '../../fleet/account-fleet.ts'
import { nextParts } from '../../fleet/listing.ts'
import { kinds as allKinds, isSettled, type Kind, type State } from '../../migrations/migration.ts'
import type { KindCapabilities, ListPart, Provider } from '../../providers/provider.ts'
import { ByMigration } from './by-migration.ts'
import { type Due, dueIn, type Followed } from './due.ts'

/** Plan of a round in one account. */
export type Plan = {
  kinds: Provider['kinds']
  followed: readonly Followed[]
  /** The same under each of their ids. */
  byId: Followings
  /** Whether somebody waits for everything that moves in the account. */
  isLook: boolean
  /** Whether the account's keys are known to be good. If not, one call goes alone, before all others. */
  isProven: boolean
  due: readonly Due[]
  /** Kinds that the account may list, in order. The first one stands for the account. */
  listed: readonly Kind[]
  /** The first calls. What they do not show of what is due is read one by one. */
  pages: readonly ListPart[]
  proof: readonly Single[]
}

/** Followed migrations by each id that they may have. */
export type Followings = Pick<ByMigration<Followed>, 'get'>

/** A migration to be read by itself, under the ids that it may have. */
export type Single = Due & { ids: readonly string[] }

export type Wanted = Pick<Plan, 'kinds' | 'followed' | 'isLook' | 'isProven'> & {
  asked: ReadonlySet<string>
  /** Whether a channel follows whatever is new in the account. */
  isSubscribed?: boolean
  now: number
}

/** How long a kind that the account may not list is left alone, in milliseconds. */
export const unlistableMs = 60 * 60_000

/** Chooses what is read in this round, and the first calls: as few as show everything that is due. Pure. */
export function planRound(own: AccountFleet, { asked, isSubscribed = false, now, ...wanted }: Wanted): Plan {
  const { kinds, followed, isLook, isProven } = wanted
  const isListed = (kind: Kind) => hasCome(own.unlistable.get(kind) ?? 0, { longestMs: unlistableMs, now })
  const listed = allKinds.filter((kind) => kinds[kind] !== undefined && isListed(kind))
  const due = dueIn(own, followed, { asked, kinds, now })
  const { positions, totals } = own.listing
  const outlook: Outlook = {
    kinds,
    due,
    sweep: sweepParts(own, listed, { isFollowed: followed.length > 0 || isSubscribed, now }),
    countOf: countsOf(own),
    pageOf: (id) => positions.get(id),
    totalOf: (kind) => totals.get(kind),
  }
  const { pages, shows } = fewestCalls(outlook)
  const [first] = listed
  const all = isLook ? distinct([...pages, ...listed.flatMap((kind) => movingParts(kind, outlook))]) : pages
  const byId = new ByMigration<Followed>()
  for (const one of followed) for (const id of one.ids) byId.set({ kind: one.kind, id }, one)
  const isStandIn = ({ kind }: { kind: Kind }) => kind === first
  return {
    ...wanted,
    byId,
    due,
    listed,
    pages: all.toSorted((a, b) => Number(isStandIn(b)) - Number(isStandIn(a))),
    proof:
      isProven || all.some(isStandIn)
        ? []
        : shows
            .filter(isStandIn)
            .slice(0, 1)
            .map((one) => single(one, byId)),
  }
}

/** A migration that is being renamed is looked for under both ids. */
export function single(one: Due, byId: Plan['byId']): Single {
  return { ...one, ids: byId.get(one)?.ids ?? [one.id] }
}

/** Pages that one round reads while an account is listed for the first time, and afterwards. */
const firstPages = 5
const laterPages = 1
/** How often a page of an account that nobody follows is read, in milliseconds. */
const idleEveryMs = 5 * 60_000

/** The pages that this round reads to find new migrations and to refresh those that nobody follows. */
function sweepParts(
  { listing }: AccountFleet,
  listed: readonly Kind[],
  { isFollowed, now }: { isFollowed: boolean; now: number },
): ListPart[] {
  if (listing.whole === undefined) return nextParts(listing, listed, firstPages)
  if (!isFollowed && !hasPassed(idleEveryMs, { since: listing.listedAt, now })) return []
  return nextParts(listing, listed, laterPages)
}

/** Most pages of one state that a look reads. */
const mostPages = 5

/**
 * The pages that show what moves in an account, and what is new: the first of a kind, and those of its active states
 * unless the first holds everything.
 */
function movingParts(kind: Kind, { kinds, countOf, totalOf }: Outlook): ListPart[] {
  const { pageSize = 100, states = [] } = kinds[kind]?.reading ?? {}
  const first = { kind, offset: 0 }
  if ((totalOf(kind) ?? Infinity) <= pageSize) return [first]
  const active = states.filter((state) => !isSettled(state))
  const pagesOf = (state: State) => statePages(kind, state, { count: countOf(kind, state), pageSize })
  return [first, ...active.flatMap((state) => pagesOf(state).slice(0, mostPages))]
}

/** Circumstances by which the calls of a round in one account are chosen. */
export type Outlook = {
  kinds: Partial<Record<Kind, Pick<KindCapabilities, 'reading'>>>
  due: readonly Due[]
  /** Pages that are read in any case, to find new migrations. */
  sweep: readonly ListPart[]
  /** Number of known migrations of a kind in a state. */
  countOf(kind: Kind, state: State): number
  /** Offset of the unfiltered page on which a migration was last listed. Undefined if it was on none. */
  pageOf(id: string): number | undefined
  /** Number of migrations of a kind, if the cloud tells. */
  totalOf(kind: Kind): number | undefined
}

/** Migrations that are on none of the pages when they are read are asked for one by one. */
export type Calls = { pages: readonly ListPart[]; shows: readonly Due[] }

/**
 * The fewest calls that show everything that is due: single reads, pages filtered by state, or unfiltered pages on
 * which the migrations were last listed. Their number grows with what is due, not with the rest of the account. Pure.
 */
export function fewestCalls(outlook: Outlook): Calls {
  const byKind = Map.groupBy(outlook.due, ({ kind }) => kind)
  const calls = [...byKind].map(([kind, due]) => callsFor(kind, due, outlook))
  return {
    pages: [...outlook.sweep, ...calls.flatMap(({ pages }) => pages)],
    shows: calls.flatMap(({ shows }) => shows),
  }
}

function callsFor(kind: Kind, all: readonly Due[], outlook: Outlook): Calls {
  const { pageSize = 100, showCalls = 1 } = outlook.kinds[kind]?.reading ?? {}
  const inFull = all.filter(({ isWantedInFull }) => isWantedInFull)
  const swept = new Set(outlook.sweep.filter((part) => part.kind === kind).map(({ offset }) => offset))
  const isSwept = ({ id }: Due) => swept.has(outlook.pageOf(id) ?? Number.NaN)
  const due = all.filter((one) => !one.isWantedInFull && !isSwept(one))
  if (due.length === 0) return { pages: [], shows: inFull }
  const options = [byState(kind, due, outlook), byPage(kind, due, outlook)]
  const total = outlook.totalOf(kind)
  // A total that is smaller than what is known was read too long ago.
  if (total !== undefined && total <= pageSize && all.length <= total && !swept.has(0))
    options.push({ pages: [{ kind, offset: 0 }], shows: [] })
  const best = cheapest(options, showCalls)
  return { pages: best.pages, shows: [...inFull, ...best.shows] }
}

/** For each state, filtered pages or single reads, whichever are fewer. */
function byState(kind: Kind, due: readonly Due[], outlook: Outlook): Calls {
  const { pageSize = 100, states = [], showCalls = 1 } = outlook.kinds[kind]?.reading ?? {}
  const calls = [...Map.groupBy(due, ({ state }) => state)].map(([state, those]): Calls => {
    const alone = { pages: [], shows: those }
    if (state === undefined) return alone
    const unfiltered = byPage(kind, those, outlook)
    if (!states.includes(state)) return cheapest([unfiltered, alone], showCalls)
    const pages = statePages(kind, state, { count: outlook.countOf(kind, state), pageSize })
    return cheapest([{ pages, shows: [] }, unfiltered, alone], showCalls)
  })
  return { pages: distinct(calls.flatMap(({ pages }) => pages)), shows: calls.flatMap(({ shows }) => shows) }
}

/** The pages of a list filtered by state. One at least, as there may be new ones. */
function statePages(kind: Kind, state: State, { count, pageSize }: { count: number; pageSize: number }): ListPart[] {
  const length = Math.max(1, Math.ceil(count / pageSize))
  return Array.from({ length }, (_, index) => ({ kind, state, offset: index * pageSize }))
}

/** The unfiltered pages on which these were last listed. Those that never were are read one by one. */
function byPage(kind: Kind, due: readonly Due[], { pageOf }: Outlook): Calls {
  const offsets = new Set(due.flatMap(({ id }) => pageOf(id) ?? []))
  return {
    pages: [...offsets].sort((a, b) => a - b).map((offset) => ({ kind, offset })),
    shows: due.filter(({ id }) => pageOf(id) === undefined),
  }
}

/** Of calls as many as others, the first: pages show more than they were asked for. */
function cheapest(options: readonly Calls[], showCalls: number): Calls {
  const costOf = ({ pages, shows }: Calls) => pages.length + shows.length * showCalls
  return options.reduce((best, one) => (costOf(one) < costOf(best) ? one : best))
}

/** Each page once. */
function distinct(parts: readonly ListPart[]): ListPart[] {
  return [...new Map(parts.map((part) => [`${part.kind} ${part.state} ${part.offset}`, part])).values()]
}
