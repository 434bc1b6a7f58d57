import { defined } from '../../../defined.ts'
import { isAppError, say } from '../../../errors/errors.ts'
import { isForPeople } from '../../../fleet/trouble.ts'
import { familiesOf, isMemberOf } from '../../../migrations/families.ts'
import type { Kind, Migration } from '../../../migrations/migration.ts'
import type { Connection, MigrationPage } from '../../../providers/provider.ts'
import type { Account } from '../../../store/store.ts'
import { type AccountTrouble, pageSize } from '../../../views/page/list.ts'
import { type OpenAccount, openAccount, troublesOf } from '../../find/accounts.ts'
import type { Tools } from '../../machine/command.ts'
import { type KnownRows, knownRows } from './known-rows.ts'
import { alone, type Filter, headKindsOf, isFlat, merged, newestFirst, pageOf, type Rows } from './rows.ts'

/** What to list, and which page of it. */
export type Reading = { tools: Tools; page: number; filter: Filter }
type FlatReading = Omit<Reading, 'filter'> & { filter: Omit<Filter, 'sync'> }
/** One page, and the accounts that could not be read. */
export type Listed = Rows & { troubles: readonly AccountTrouble[] }

/**
 * Reads one page of migrations. Several accounts are merged, newest first, and each is read as far as it could reach
 * this page. In place of an account that cannot be read, Ferry shows what it last knew of it. The error of a single one
 * is thrown if a person has to mend it, or nothing is known.
 */
export function readPage(accounts: readonly Account[], reading: Reading): Promise<Listed> {
  const opened = accounts.map((account) => openAccount(account, reading.tools))
  const [only] = opened
  return only !== undefined && opened.length === 1 ? readOnly(only, reading) : readSeveral(opened, reading)
}

async function readOnly(opened: OpenAccount, reading: Reading): Promise<Listed> {
  try {
    return { ...(await readOne(opened, reading)), troubles: [] }
  } catch (error) {
    if (!isAppError(error) || isForPeople(error)) throw error
    const known = await knownRows(opened, reading)
    if (known === undefined) throw error
    const { account, readAt: knownAt } = known
    return { ...pageOf(known, reading.page), troubles: [{ account, what: say(error).what, knownAt }] }
  }
}

async function readSeveral(opened: readonly OpenAccount[], reading: Reading): Promise<Listed> {
  const outcomes = await Promise.allSettled(opened.map((one) => readUpTo(one, reading)))
  const read = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const unread = opened.filter((_, index) => outcomes[index]?.status === 'rejected')
  const known = (await Promise.all(unread.map((one) => knownRows(one, reading)))).flatMap((rows) => rows ?? [])
  const troubles = troublesOf(
    opened.map(({ account }) => account),
    outcomes,
  )
  return { ...pageOf(merged([...read, ...known]), reading.page), troubles: troubles.map((one) => withAge(one, known)) }
}

function withAge(trouble: AccountTrouble, known: readonly KnownRows[]): AccountTrouble {
  const rows = known.find(({ account }) => account === trouble.account)
  return rows === undefined ? trouble : { ...trouble, knownAt: rows.readAt }
}

/** A single account is paged by its cloud if its rows are what the cloud lists. */
async function readOne(opened: OpenAccount, reading: Reading): Promise<Rows> {
  const { page, filter } = reading
  if (!isFlat(opened.provider, filter)) return pageOf(await readUpTo(opened, reading), page)
  const { sync: _, ...asked } = filter
  return alone(await opened.connection.list({ ...asked, offset: (page - 1) * pageSize, limit: pageSize }, {}))
}

/** Reads an account from its newest migration to the end of the page. */
function readUpTo(opened: OpenAccount, reading: Reading): Promise<Rows> {
  const { sync, ...filter } = reading.filter
  if (sync !== undefined) return readRuns(opened.connection, sync, reading)
  if (isFlat(opened.provider, filter)) return readFlat(opened.connection, { ...reading, filter })
  return readFamilies(opened, reading)
}

async function readFlat(connection: Connection, { page, filter }: FlatReading): Promise<Rows> {
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
async function readFamilies({ provider, connection }: OpenAccount, { page, filter }: Reading): Promise<Rows> {
  const { state } = filter
  const first = await connection.list({ kind: 'task', ...defined({ state }), offset: 0, limit: mostRows }, {})
  const headKinds = headKindsOf(provider)
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
  const { state } = filter
  const first = await connection.list({ ...defined({ state }), kind: 'task', offset: 0, limit: mostRows }, {})
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
