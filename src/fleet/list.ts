import { z } from 'zod'
import { defined } from '../defined.ts'
import { countSchema, countStates, type Family, familiesOf, isMemberOf } from '../migrations/families.ts'
import { type Narrowing, type NarrowingCount, narrowings } from '../migrations/list-filter.ts'
import { bornAt, isEnded, kinds, type Migration, migrationSchema, type State, states } from '../migrations/migration.ts'
import { countedAs } from '../migrations/outcome.ts'
import { troubleSchema } from '../migrations/trouble.ts'
import { beginsBucket, isInName, matchText } from '../migrations/typed/ref.ts'
import { type AccountFleet, listedIn } from './account-fleet.ts'
import { keyOf, type WorkspaceFleet } from './workspace-fleet.ts'

/**
 * A question for the migrations of some accounts, each in the project that it opens now. `text` is part of a name, or
 * the start of an id or of a bucket. `below`: the tasks of a group, or the runs of a synchronization task.
 */
export const listQuestionSchema = z.object({
  type: z.literal('list'),
  accounts: z.array(z.object({ account: z.string(), identity: z.string() })).readonly(),
  kinds: z.array(z.enum(kinds)).readonly().exactOptional(),
  states: z.array(z.enum(states)).readonly().exactOptional(),
  isStalled: z.literal(true).exactOptional(),
  text: z.string().exactOptional(),
  below: z.object({ account: z.string(), id: z.string(), kind: z.enum(['group', 'sync']) }).exactOptional(),
  /** Whether tasks of groups and runs of synchronization tasks have rows of their own. */
  isFlat: z.literal(true).exactOptional(),
  offset: z.number(),
  limit: z.number(),
})
export type ListQuestion = z.infer<typeof listQuestionSchema>

const rowSchema = z.object({
  head: migrationSchema,
  members: z.array(countSchema).readonly(),
  /** Whether it, or one of its members, stands still. */
  isStalled: z.literal(true).exactOptional(),
})

/** One page of what is known. What needs somebody comes first, then what moves; among equals the newest. */
export const listAnswerSchema = z.object({
  /** Migrations, those of groups and synchronization tasks counted below them. */
  rows: z.array(rowSchema),
  /** Number of all rows. */
  total: z.number(),
  /** Number of tasks and runs that stand below all of these rows. */
  members: z.object({ tasks: z.number(), runs: z.number() }),
  /** Number of migrations in each state and of those that stand still, members too, whatever state was asked for. */
  standing: z.array(z.object({ is: z.enum(narrowings), count: z.number() })),
  /**
   * Where all of these have the text: each begins a bucket with it, or each has it in its name. Absent if neither is
   * so.
   */
  textIn: z.enum(['bucket', 'name']).exactOptional(),
  /** When the migration of these rows was read that was read longest ago, in epoch milliseconds. */
  oldestReadAt: z.number().exactOptional(),
  /** Of the last page, whether an account has migrations that ended so long ago that Ferry knows them no more. */
  isShortened: z.boolean(),
  /** Each account that was asked for. */
  accounts: z.array(
    z.object({
      account: z.string(),
      known: z.number(),
      /** Whether the account has been listed to its end. */
      isListed: z.boolean(),
      /** Whether the cloud may leave out some of the list. */
      isCut: z.boolean(),
      trouble: troubleSchema.exactOptional(),
    }),
  ),
})
export type ListAnswer = z.infer<typeof listAnswerSchema>

/** Lists migrations from what is known. Asks no cloud. Pure. */
export function listFleet(fleet: WorkspaceFleet, question: ListQuestion): ListAnswer {
  const asked = question.accounts.map((one) => ({
    account: one.account,
    known: fleet.accounts.get(keyOf(one.account, one.identity)),
  }))
  const fleets = asked.flatMap(({ known }) => known ?? [])
  const fitting = fittingIn(fleets, question)
  const { states: wanted, isStalled } = question
  const isAll = wanted === undefined && !isStalled
  const narrowed = isAll
    ? fitting
    : fitting.filter(({ is, isStill }) => (wanted === undefined || wanted.includes(is)) && (!isStalled || isStill))
  const rows = rowsOf(narrowed, question)
  const shown = firstRows(rows, question.offset + question.limit).slice(question.offset)
  return {
    rows: shown.map(({ head, members, isStill }) => ({
      head,
      members: countStates(members),
      ...(isStill && { isStalled: true as const }),
    })),
    total: rows.length,
    members: countMembers(rows),
    standing: standingOfAll(fitting),
    ...defined({ textIn: placeOf(question.text, fitting), oldestReadAt: oldestIn(shown) }),
    isShortened: rows.length <= question.offset + question.limit && mayHaveEnded(question) && fleets.some(hasForgotten),
    accounts: asked.map(({ account, known }) => standingOf(account, known, fleet)),
  }
}

/** A migration that fits, with the state that it counts as, and whether it stands still. */
type Fitting = { migration: Migration; is: State; isStill: boolean }

/** Everything that fits, whatever its state. */
function fittingIn(fleets: readonly AccountFleet[], question: ListQuestion): Fitting[] {
  const fits = criterionOf(fleets, question)
  const fitting: Fitting[] = []
  for (const { known } of fleets) {
    for (const { migration, stalledAt } of known.values()) {
      if (migration.state === 'deleted' || !fits(migration)) continue
      fitting.push({ migration, is: countedAs(migration), isStill: stalledAt !== undefined })
    }
  }
  return fitting
}

/** Where all that fits has the text, so that a pattern of buckets or of names means the same migrations. */
function placeOf(text: string | undefined, fitting: readonly Fitting[]): ListAnswer['textIn'] {
  if (text === undefined || fitting.length === 0) return undefined
  if (fitting.every(({ migration }) => beginsBucket(text, migration))) return 'bucket'
  return fitting.every(({ migration }) => isInName(text, migration)) ? 'name' : undefined
}

/** A family, and where it stands in the list. */
type Ranked = Family & { rank: number; isStill: boolean }

function rowsOf(fitting: readonly Fitting[], { kinds: wanted, below, isStalled, isFlat }: ListQuestion): Ranked[] {
  const still = new Set<Migration>()
  const heads: Migration[] = []
  const others: Migration[] = []
  const isEachAlone = wanted !== undefined || below !== undefined || isStalled || isFlat
  for (const { migration, isStill } of fitting) {
    if (isStill) still.add(migration)
    const isHead = !isEachAlone && (migration.kind === 'group' || migration.kind === 'sync')
    ;(isHead ? heads : others).push(migration)
  }
  return familiesOf(heads, others).map((family) => ranked(family, still))
}

/** A family where its worst member belongs. */
function ranked({ head, members }: Family, still: ReadonlySet<Migration>): Ranked {
  let rank = rankOf(head, still)
  let isStill = still.has(head)
  for (const member of members) {
    rank = Math.min(rank, rankOf(member, still))
    isStill ||= still.has(member)
  }
  return { head, members, rank, isStill }
}

/**
 * Order of a list: first the migrations that need somebody, then those that move, those that wait, and those that are
 * over.
 */
function rankOf(migration: Migration, still: ReadonlySet<Migration>): number {
  const is = countedAs(migration)
  if (is === 'failed') return 0
  return still.has(migration) ? 1 : ranks[is]
}

const ranks: Readonly<Record<State, number>> = {
  ...{ failed: 0, unknown: 2, retrying: 3, running: 3, pausing: 3, queued: 4, paused: 5, deleting: 6 },
  ...{ cancelled: 7, succeeded: 7, deleted: 7 },
}

function countMembers(rows: readonly Family[]): { tasks: number; runs: number } {
  const counted = { tasks: 0, runs: 0 }
  for (const { head, members } of rows) counted[head.kind === 'sync' ? 'runs' : 'tasks'] += members.length
  return counted
}

function standingOfAll(fitting: readonly Fitting[]): NarrowingCount[] {
  const counts = new Map<Narrowing, number>()
  const count = (is: Narrowing) => counts.set(is, (counts.get(is) ?? 0) + 1)
  for (const { is, isStill } of fitting) {
    count(is)
    if (isStill) count('stalled')
  }
  return [...counts].map(([is, count]) => ({ is, count }))
}

function criterionOf(
  fleets: readonly AccountFleet[],
  { kinds: wanted, text, below }: ListQuestion,
): (migration: Migration) => boolean {
  const isBelow = below && memberOf(below, fleets)
  return (migration) =>
    (wanted === undefined || wanted.includes(migration.kind)) &&
    (text === undefined || matchText(text, migration)) &&
    (isBelow === undefined || isBelow(migration))
}

/** Whether a task belongs to the head. Of a group, its id is enough: an account may not be allowed to list groups. */
function memberOf(
  { account, id, kind }: NonNullable<ListQuestion['below']>,
  fleets: readonly AccountFleet[],
): (task: Migration) => boolean {
  if (kind === 'group') return (task) => task.kind === 'task' && task.account === account && task.groupId === id
  const head = fleets.find((one) => one.account === account)?.known.get(id)?.migration
  return (task) => head !== undefined && isMemberOf(task, head)
}

/**
 * The first of these rows, in order. Lists are long and read at their start, so only the first rows are put in order.
 */
function firstRows(rows: readonly Ranked[], count: number): Ranked[] {
  if (count > mostPicked) return rows.toSorted(inOrder).slice(0, count)
  const best: Ranked[] = []
  for (const row of rows) {
    const last = best.at(-1)
    if (last !== undefined && best.length === count && inOrder(last, row) < 0) continue
    const place = best.findIndex((one) => inOrder(row, one) < 0)
    best.splice(place < 0 ? best.length : place, 0, row)
    if (best.length > count) best.pop()
  }
  return best
}

/** Up to so many rows, picking is faster than sorting. */
const mostPicked = 100

/** Rows that were born at the same time have an order, too, so that every replica makes the same pages. */
function inOrder(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return one.rank - other.rank
  const [a, b] = [one.head, other.head]
  const later = bornAt(b) - bornAt(a)
  if (later !== 0) return later
  if (a.id !== b.id) return a.id < b.id ? 1 : -1
  return a.account < b.account ? 1 : -1
}

function oldestIn(rows: readonly Family[]): number | undefined {
  let oldest: number | undefined
  for (const { head, members } of rows) {
    for (const { readAt } of [head, ...members]) oldest = Math.min(oldest ?? readAt, readAt)
  }
  return oldest
}

function mayHaveEnded({ states: wanted, isStalled }: ListQuestion): boolean {
  return !isStalled && (wanted === undefined || wanted.some(isEnded))
}

/** Whether the account's list shows migrations that are not known any more. */
function hasForgotten({ known, unreadable, listing: { whole, seen } }: AccountFleet): boolean {
  for (const id of whole?.ids ?? seen) if (!known.has(id) && !unreadable.has(id)) return true
  return false
}

function standingOf(
  account: string,
  known: AccountFleet | undefined,
  { health }: WorkspaceFleet,
): ListAnswer['accounts'][number] {
  const listed = known && listedIn(known)
  return {
    account,
    known: known?.known.size ?? 0,
    isListed: listed !== undefined,
    isCut: listed?.isCut ?? false,
    ...defined({ trouble: health.get(account)?.trouble }),
  }
}
