import { defined } from '../../../defined.ts'
import { isAppError } from '../../../errors.ts'
import { type Family, familiesOf, isMemberOf } from '../../../migrations/families.ts'
import { type Kind, kinds, type Migration } from '../../../migrations/migration.ts'
import type { Connection, ListQuery, MigrationPage, Provider } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { pageSize } from '../../../views/list.ts'
import type { Tools } from '../../command.ts'
import { providerOf, troublesOf } from '../../find.ts'

/** What to list: which page, and of which migrations. `sync` is a synchronization task whose runs are wanted. */
export type Reading = { tools: Tools; page: number; filter: Filter; sync?: Migration }
export type Filter = Pick<ListQuery, 'state' | 'group' | 'kind'>
/** One page. `isWhole` tells whether each family has all its members. */
export type Listed = Rows & { troubles: readonly string[] }
type Rows = { rows: readonly Family[]; hasMore: boolean; total?: number; isWhole: boolean }

/**
 * Reads one page of migrations. Several accounts are merged, newest first, and each is read as far as it could reach
 * this page. An account that cannot be read becomes a note, and the others are shown. Throws the error of a single one.
 */
export async function readPage(accounts: readonly Account[], reading: Reading): Promise<Listed> {
  const [only] = accounts
  if (only !== undefined && accounts.length === 1) return { ...(await readOne(only, reading)), troubles: [] }
  const readings = await Promise.allSettled(accounts.map((account) => readUpTo(account, reading)))
  const parts = readings.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  return { ...pageOf(merged(parts), reading.page), troubles: troublesOf(accounts, readings) }
}

/** A single account is paged by its cloud if its rows are what the cloud lists. */
async function readOne(account: Account, reading: Reading): Promise<Rows> {
  const { tools, page, filter } = reading
  if (!isFlat(account, reading)) return pageOf(await readUpTo(account, reading), page)
  const offset = (page - 1) * pageSize
  return alone(await tools.connect(account).list({ ...filter, offset, limit: pageSize }, {}))
}

function merged(parts: readonly Rows[]): Rows {
  const totals = parts.map(({ total }) => total)
  return {
    rows: parts.flatMap(({ rows }) => rows).sort(newestFirst),
    hasMore: parts.some(({ hasMore }) => hasMore),
    isWhole: parts.every(({ isWhole }) => isWhole),
    ...(totals.every((total) => total !== undefined) ? { total: totals.reduce((sum, total) => sum + total, 0) } : {}),
  }
}

function pageOf({ rows, hasMore, ...rest }: Rows, page: number): Rows {
  const end = page * pageSize
  return { ...rest, rows: rows.slice(end - pageSize, end), hasMore: hasMore || rows.length > end }
}

/** Reads an account from its newest migration to the end of the page. */
function readUpTo(account: Account, reading: Reading): Promise<Rows> {
  const connection = reading.tools.connect(account)
  if (isFlat(account, reading)) return readFlat(connection, reading)
  if (reading.sync !== undefined) return readRuns(connection, reading.sync, reading)
  return readFamilies(account, connection, reading)
}

async function readFlat(connection: Connection, { page, filter }: Reading): Promise<Rows> {
  const wanted = page * pageSize
  const limit = Math.min(mostRows, wanted)
  const migrations: Migration[] = []
  for (let offset = 0; ; offset += limit) {
    const next = await connection.list({ ...filter, offset, limit }, {})
    migrations.push(...next.migrations)
    if (!next.hasMore || migrations.length >= wanted) return alone({ ...next, migrations })
  }
}

/**
 * Reads tasks until enough families can be shown. The tasks are asked for first and alone: if the credentials are
 * refused, they are tried once.
 */
async function readFamilies(account: Account, connection: Connection, { tools, page, filter }: Reading): Promise<Rows> {
  const { state } = filter
  const first = await connection.list({ kind: 'task', ...defined({ state }), offset: 0, limit: mostRows }, {})
  const headKinds = headKindsOf(providerOf(account, tools.providers))
  const heads = (await Promise.all(headKinds.map((kind) => readHeads(connection, kind, filter)))).flat()
  const isEnough = (tasks: readonly Migration[]) => familiesOf(heads, tasks).length >= heads.length + page * pageSize
  const { tasks, last } = await readTasks(connection, { first, filter, isEnough })
  const rows = familiesOf(heads, tasks).sort(newestFirst)
  // Without heads nothing is folded, and the cloud's own count is the count of rows.
  const total = heads.length === 0 ? last.total : undefined
  const { hasMore } = last
  return { rows, hasMore, isWhole: !hasMore, ...defined({ total: total ?? (hasMore ? undefined : rows.length) }) }
}

async function readRuns(connection: Connection, sync: Migration, { page, filter }: Reading): Promise<Rows> {
  const first = await connection.list({ ...filter, kind: 'task', offset: 0, limit: mostRows }, {})
  const runsIn = (tasks: readonly Migration[]) => tasks.filter((task) => isMemberOf(task, sync))
  const isEnough = (tasks: readonly Migration[]) => runsIn(tasks).length >= page * pageSize
  const { tasks, last } = await readTasks(connection, { first, filter, isEnough })
  const migrations = runsIn(tasks)
  const total = last.hasMore ? undefined : migrations.length
  return alone({ migrations, hasMore: last.hasMore, ...defined({ total }) })
}

type Further = { first: MigrationPage; filter: Filter; isEnough(tasks: readonly Migration[]): boolean }

async function readTasks(connection: Connection, { first, filter: { state }, isEnough }: Further) {
  const tasks = [...first.migrations]
  let last = first
  for (let offset = mostRows; last.hasMore && !isEnough(tasks) && offset < mostRows * mostPages; offset += mostRows) {
    last = await connection.list({ kind: 'task', ...defined({ state }), offset, limit: mostRows }, {})
    tasks.push(...last.migrations)
  }
  return { tasks, last }
}

/** Reads all migrations of a kind that has members. None if the account cannot read this kind. */
async function readHeads(connection: Connection, kind: Kind, { state }: Filter): Promise<Migration[]> {
  try {
    const heads: Migration[] = []
    for (let offset = 0; offset < mostRows * mostPages; offset += mostRows) {
      const page = await connection.list({ kind, ...defined({ state }), offset, limit: mostRows }, {})
      heads.push(...page.migrations)
      if (!page.hasMore) break
    }
    return heads
  } catch (error) {
    if (isAppError(error)) return []
    throw error
  }
}

/** Rows in one call, and how many calls one list may take for each kind. */
const mostRows = 100
const mostPages = 10

/**
 * Whether the rows are what the cloud lists: the migrations of one kind, the tasks of one group, or everything where
 * nothing has members.
 */
function isFlat(account: Account, { tools, filter, sync }: Reading): boolean {
  if (sync !== undefined) return false
  const isNarrowed = filter.kind !== undefined || filter.group !== undefined
  return isNarrowed || headKindsOf(providerOf(account, tools.providers)).length === 0
}

function headKindsOf({ kinds: offered }: Provider): Kind[] {
  return kinds.filter((kind) => offered[kind]?.hasTasks === true || offered[kind]?.hasRuns === true)
}

function alone({ migrations, ...page }: MigrationPage): Rows {
  return { ...page, rows: migrations.map((head) => ({ head, members: [] })), isWhole: true }
}

/** When a migration began, or was created if it has not begun. Epoch milliseconds. */
function bornAt({ head: { startedAt, createdAt } }: Family): number {
  return startedAt ?? createdAt ?? Number.MAX_SAFE_INTEGER
}

function newestFirst(a: Family, b: Family): number {
  return bornAt(b) - bornAt(a)
}
