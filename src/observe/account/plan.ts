import type { Kind, State } from '../../migrations/migration.ts'
import type { KindCapabilities, ListPart } from '../../providers/provider.ts'

/** A migration that has to be read in this round. */
export type Due = {
  kind: Kind
  id: string
  /** As last read. Absent if it was never read. */
  state?: State
  /** Whether a list leaves out what is wanted of it. */
  isWantedInFull?: boolean
}

/** What helps to choose the calls of a round in one account. */
export type Outlook = {
  kinds: Partial<Record<Kind, Pick<KindCapabilities, 'reading'>>>
  due: readonly Due[]
  /** Pages that are read in any case, to find new migrations. */
  sweep: readonly ListPart[]
  /** Number of known migrations of a kind in a state. */
  countOf(kind: Kind, state: State): number
  /** Offset of the unfiltered page on which a migration was last listed. Undefined if it was on none. */
  pageOf(kind: Kind, id: string): number | undefined
  /** Number of migrations of a kind, if the cloud tells. */
  totalOf(kind: Kind): number | undefined
}

/** The calls of one round. Migrations that are on none of the pages when they are read are asked for one by one. */
export type Plan = { pages: readonly ListPart[]; shows: readonly Due[] }

/**
 * Chooses the fewest calls that show everything that is due: single reads, pages filtered by state, or unfiltered pages
 * on which the migrations were last listed. The number of calls grows with what is due, not with the rest of the
 * account. Pure.
 */
export function planRound(outlook: Outlook): Plan {
  const byKind = Map.groupBy(outlook.due, ({ kind }) => kind)
  const plans = [...byKind].map(([kind, due]) => planKind(kind, due, outlook))
  return {
    pages: [...outlook.sweep, ...plans.flatMap(({ pages }) => pages)],
    shows: plans.flatMap(({ shows }) => shows),
  }
}

function planKind(kind: Kind, all: readonly Due[], outlook: Outlook): Plan {
  const { pageSize = 100, states = [] } = outlook.kinds[kind]?.reading ?? {}
  const inFull = all.filter(({ isWantedInFull }) => isWantedInFull)
  const swept = new Set(outlook.sweep.filter((part) => part.kind === kind).map(({ offset }) => offset))
  const isSwept = ({ id }: Due) => swept.has(outlook.pageOf(kind, id) ?? Number.NaN)
  const due = all.filter((one) => !one.isWantedInFull && !isSwept(one))
  if (due.length === 0) return { pages: [], shows: inFull }
  const options = [byState(kind, due, { outlook, pageSize, states }), byPage(kind, due, outlook)]
  const total = outlook.totalOf(kind)
  // A total that is smaller than what is known was read too long ago.
  if (total !== undefined && total <= pageSize && all.length <= total && !swept.has(0))
    options.push({ pages: [{ kind, offset: 0 }], shows: [] })
  const best = cheapest(options, outlook.kinds[kind]?.reading.showCalls ?? 1)
  return { pages: best.pages, shows: [...inFull, ...best.shows] }
}

/** For each state, filtered pages or single reads, whichever are fewer. */
function byState(
  kind: Kind,
  due: readonly Due[],
  { outlook, pageSize, states }: { outlook: Outlook; pageSize: number; states: readonly State[] },
): Plan {
  const showCalls = outlook.kinds[kind]?.reading.showCalls ?? 1
  const plans = [...Map.groupBy(due, ({ state }) => state)].map(([state, those]): Plan => {
    const alone = { pages: [], shows: those }
    if (state === undefined) return alone
    const unfiltered = byPage(kind, those, outlook)
    if (!states.includes(state)) return cheapest([unfiltered, alone], showCalls)
    const count = Math.max(1, Math.ceil(outlook.countOf(kind, state) / pageSize))
    const pages = Array.from({ length: count }, (_, index) => ({ kind, state, offset: index * pageSize }))
    return cheapest([{ pages, shows: [] }, unfiltered, alone], showCalls)
  })
  return { pages: distinct(plans.flatMap(({ pages }) => pages)), shows: plans.flatMap(({ shows }) => shows) }
}

/** The unfiltered pages on which these were last listed. Those that never were are read one by one. */
function byPage(kind: Kind, due: readonly Due[], { pageOf }: Outlook): Plan {
  const placed = due.map((one) => ({ one, offset: pageOf(kind, one.id) }))
  const offsets = new Set(placed.flatMap(({ offset }) => (offset === undefined ? [] : [offset])))
  return {
    pages: [...offsets].sort((a, b) => a - b).map((offset) => ({ kind, offset })),
    shows: placed.filter(({ offset }) => offset === undefined).map(({ one }) => one),
  }
}

/** Of plans with as many calls, the first: pages show more than they were asked for. */
function cheapest(plans: readonly Plan[], showCalls: number): Plan {
  const costOf = ({ pages, shows }: Plan) => pages.length + shows.length * showCalls
  return plans.reduce((best, plan) => (costOf(plan) < costOf(best) ? plan : best))
}

/** Each page once. */
export function distinct(parts: readonly ListPart[]): ListPart[] {
  return [...new Map(parts.map((part) => [`${part.kind} ${part.state} ${part.offset}`, part])).values()]
}
