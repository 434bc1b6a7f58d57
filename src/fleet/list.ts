import { z } from 'zod'
import { defined } from '../defined.ts'
import { countSchema, countStates, type Family, familiesOf, isMemberOf } from '../migrations/families.ts'
import { bornAt, isEnded, kinds, type Migration, migrationSchema, states } from '../migrations/migration.ts'
import { countedAs } from '../migrations/outcome.ts'
import { troubleSchema } from '../migrations/trouble.ts'
import { matchText } from '../migrations/typed/ref.ts'
import { type AccountFleet, listedIn } from './account-fleet.ts'
import { keyOf, type WorkspaceFleet } from './workspace-fleet.ts'

/**
 * What to list of some accounts, each in the project that it opens now. `text` is part of a name, or the start of an id
 * or of a bucket. `below`: the tasks of a group, or the runs of a synchronization task.
 */
export const listQuestionSchema = z.object({
  type: z.literal('list'),
  accounts: z.array(z.object({ account: z.string(), identity: z.string() })).readonly(),
  kinds: z.array(z.enum(kinds)).readonly().exactOptional(),
  states: z.array(z.enum(states)).readonly().exactOptional(),
  isStalled: z.literal(true).exactOptional(),
  text: z.string().exactOptional(),
  below: z.object({ account: z.string(), id: z.string(), kind: z.enum(['group', 'sync']) }).exactOptional(),
  offset: z.number(),
  limit: z.number(),
})
export type ListQuestion = z.infer<typeof listQuestionSchema>

/** One page of what is known, newest first. */
export const listAnswerSchema = z.object({
  /** Migrations, those of groups and synchronization tasks counted below them. */
  rows: z.array(z.object({ head: migrationSchema, members: z.array(countSchema).readonly() })),
  /** Number of all rows, and of those in each state. */
  total: z.number(),
  counts: z.array(countSchema),
  /** When the migration of these rows was read that was read longest ago, in epoch milliseconds. */
  oldestReadAt: z.number().exactOptional(),
  /** Whether an account has migrations that ended so long ago that Ferry knows them no more. */
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
  const rows = rowsOf(fleets, question)
  const shown = newest(rows, question.offset + question.limit).slice(question.offset)
  return {
    rows: shown.map(({ head, members }) => ({ head, members: countStates(members) })),
    total: rows.length,
    counts: countStates(rows.map(({ head }) => head)),
    ...defined({ oldestReadAt: oldestIn(shown) }),
    isShortened: mayHaveEnded(question) && fleets.some(hasForgotten),
    accounts: asked.map(({ account, known }) => standingOf(account, known, fleet)),
  }
}

function rowsOf(fleets: readonly AccountFleet[], question: ListQuestion): Family[] {
  const fits = fitting(fleets, question)
  const migrations: Migration[] = []
  for (const { known } of fleets) {
    for (const { migration, stalledAt } of known.values()) {
      if (migration.state === 'deleted' || (question.isStalled && stalledAt === undefined)) continue
      if (fits(migration)) migrations.push(migration)
    }
  }
  const { kinds: wanted, below, isStalled } = question
  if (wanted !== undefined || below !== undefined || isStalled) {
    return migrations.map((head) => ({ head, members: [] }))
  }
  const isHead = ({ kind }: Migration) => kind === 'group' || kind === 'sync'
  return familiesOf(
    migrations.filter(isHead),
    migrations.filter((one) => !isHead(one)),
  )
}

function fitting(fleets: readonly AccountFleet[], question: ListQuestion): (migration: Migration) => boolean {
  const { kinds: wanted, states: counted, text, below } = question
  const isBelow = below && memberOf(below, fleets)
  return (migration) =>
    (wanted === undefined || wanted.includes(migration.kind)) &&
    (counted === undefined || counted.includes(countedAs(migration))) &&
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

/** The newest of these rows, in order. Lists are long and read at their start, so only the first rows are put in order. */
function newest(rows: readonly Family[], count: number): Family[] {
  if (count > mostPicked) return rows.toSorted(newestFirst).slice(0, count)
  const best: Family[] = []
  for (const row of rows) {
    const last = best.at(-1)
    if (last !== undefined && best.length === count && newestFirst(last, row) < 0) continue
    const place = best.findIndex((one) => newestFirst(row, one) < 0)
    best.splice(place < 0 ? best.length : place, 0, row)
    if (best.length > count) best.pop()
  }
  return best
}

/** Up to so many rows, picking is faster than sorting. */
const mostPicked = 100

/** Rows that were born at the same time have an order, too, so that every replica makes the same pages. */
function newestFirst({ head: a }: Family, { head: b }: Family): number {
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
