import { AppError } from '../../errors.ts'
import type { Migration, State } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/ref.ts'
import type {
  AccountAccess,
  CallOptions,
  Connection,
  ListQuery,
  MigrationPage,
  ProviderEnvironment,
  StartOrder,
  Target,
} from '../provider.ts'
import { reported } from '../reported.ts'
import { deleteTask, listTasks, type Options, showTask, startTask, stopTask } from './api.ts'
import { createOmsCall, label, type OmsCall } from './client.ts'
import { accountOf } from './credentials.ts'
import { type Page, readAllPages } from './pages.ts'
import { isCalledInProgress, isNotFound } from './problems.ts'
import { taskId } from './requests.ts'
import { statusFilters, toMigration } from './translate.ts'

/** One Huawei account as the rest of Ferry sees it. */
export function openHuawei(account: AccountAccess, environment: ProviderEnvironment): Connection {
  const call = createOmsCall(account.name, accountOf(account.credentials), environment)
  const session: Session = { account: account.name, environment, call }
  return {
    check: async (options) => {
      await listTasks(call, { limit: 1 }, options)
    },
    list: (query, options) => list(session, query, options),
    listActive: (options) => listActive(session, options),
    show: (target, options) => show(session, target, options),
    pause: async (target, options) => stopTask(call, idOf(session, target), about(session, target, options)),
    start: (order, options) => start(session, order, options),
    delete: (target, options) => remove(session, target, options),
  }
}

type Session = { account: string; environment: ProviderEnvironment; call: OmsCall }

async function list(session: Session, query: ListQuery, options: CallOptions): Promise<MigrationPage> {
  const { state, offset } = query
  const limit = Math.min(query.limit, pageSize)
  const status = state && statusFilters[state]
  if (state !== undefined && status === undefined) return listUnfiltered(session, { state, offset, limit }, options)
  const page = await readPage(session, { offset, limit, status }, options)
  const hasMore = page.total === undefined ? page.rows === limit : offset + page.rows < page.total && page.rows > 0
  return { migrations: page.items, ...reported({ total: page.total }), hasMore }
}

/** For a state that OMS has no filter for: everything is read, and the rest thrown away. */
async function listUnfiltered(
  session: Session,
  { state, offset, limit }: Required<ListQuery>,
  options: CallOptions,
): Promise<MigrationPage> {
  if (neverHere.includes(state)) return { migrations: [], total: 0, hasMore: false }
  const all = await readAllPages((from) => readPage(session, { offset: from, limit: pageSize }, options), paging)
  const found = all.filter((migration) => migration.state === state)
  const end = offset + limit
  return { migrations: found.slice(offset, end), total: found.length, hasMore: found.length > end }
}

/**
 * Three readings at once, for the three states that move and can be listed. Retrying tasks can't, so one that went
 * from running to retrying is missing here like one that has ended.
 */
async function listActive(session: Session, options: CallOptions): Promise<Migration[]> {
  const perState = await Promise.all(
    movingStates.map((state) => {
      const status = statusFilters[state]
      return readAllPages((offset) => readPage(session, { offset, limit: pageSize, status }, options), paging)
    }),
  )
  // A task that changed its state meanwhile may be in two of them.
  return [...new Map(perState.flat().map((migration) => [migration.id, migration])).values()]
}

const pageSize = 100
const paging = { pageSize, maxPages: 200 }
const movingStates = ['queued', 'running', 'pausing'] as const
const neverHere: readonly State[] = ['cancelled', 'deleting', 'deleted']

type PageQuery = { offset: number; limit: number; status?: number | undefined }

async function readPage(session: Session, query: PageQuery, options: CallOptions): Promise<Page<Migration>> {
  const { account, environment } = session
  const { tasks, unreadable, total } = await listTasks(session.call, reported(query), options)
  const readAt = environment.clock.now()
  for (const problem of unreadable) {
    environment.warn(`${label} listed a task that cannot be read`, { account, problem })
  }
  const items = tasks.map((task) => toMigration(task, { account, readAt }))
  return { items, rows: tasks.length + unreadable.length, total }
}

async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  if (!canExist(target)) return undefined
  try {
    const task = await showTask(session.call, target.id, about(session, target, options))
    return toMigration(task, { account: session.account, readAt: session.environment.clock.now() })
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function start(session: Session, order: StartOrder, options: CallOptions): Promise<void> {
  const { source, destination } = order
  if (!destination?.accessKey || !destination.secretKey) {
    throw new AppError('form_invalid', { problem: 'a start needs the key pair of the destination bucket' })
  }
  const request = {
    id: idOf(session, order),
    src_ak: source?.accessKey,
    src_sk: source?.secretKey,
    src_security_token: source?.sessionToken,
    json_auth_file: source?.jsonKeyFile,
    connection_string: source?.connectionString,
    source_cdn_authentication_key: source?.cdnKey,
    dst_ak: destination.accessKey,
    dst_sk: destination.secretKey,
    dst_security_token: destination.sessionToken,
    migrate_failed_object: order.onlyFailedObjects ?? false,
  }
  await startTask(session.call, reported(request), about(session, order, options))
}

/** Right after a pause OMS still calls the task in progress: while it shows it as paused, it is asked again. */
async function remove(session: Session, target: Target, options: CallOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await tryRemove(session, target, options)
    if (refusal === undefined) return
    if (attempt === deleteAttempts) throw refusal
    const now = await show(session, target, options)
    if (now === undefined) return
    if (now.state !== 'paused') throw refusal
    await session.environment.clock.sleep(deletePauseMs, options.signal)
    options.signal?.throwIfAborted()
  }
}

/** Resolves to the refusal when OMS calls the task in progress. One that is gone already is as good as deleted. */
async function tryRemove(session: Session, target: Target, options: CallOptions): Promise<AppError | undefined> {
  try {
    await deleteTask(session.call, idOf(session, target), about(session, target, options))
  } catch (error) {
    if (isCalledInProgress(error)) return error
    if (!isNotFound(error)) throw error
  }
}

/** About 30 seconds. */
const deleteAttempts = 16
const deletePauseMs = 2_000

function canExist(target: Target): boolean {
  return target.kind === 'task' && taskId.safeParse(target.id).success
}

function idOf(session: Session, target: Target): string {
  if (!canExist(target)) throw new AppError('migration_not_found', { ref: `${session.account}/${target.id}` })
  return target.id
}

function about(session: Session, target: Target, options: CallOptions): Options {
  return { ...options, ref: refOf({ account: session.account, id: target.id }) }
}
