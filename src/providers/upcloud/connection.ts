import { AppError } from '../../errors.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/ref.ts'
import { asksFor, type Listing, readListing } from '../pages.ts'
import type {
  AccountAccess,
  CallOptions,
  Connection,
  ListQuery,
  MadeOrder,
  MigrationPage,
  ProviderEnvironment,
  Target,
} from '../provider.ts'
import { cancelJob, listJobs, type Options, pageSize, showJob } from './api.ts'
import { createBrowser } from './browser.ts'
import { createUpCloudCall, label } from './client.ts'
import { create, findCreated } from './create.ts'
import { accountOf } from './credentials.ts'
import { type Looker, preflight } from './preflight.ts'
import { isNotFound } from './problems.ts'
import { jobId } from './requests.ts'
import { readableRows, type Session } from './session.ts'
import { toMigration } from './translate.ts'

/** One service of an UpCloud account as the rest of Ferry sees it. */
export function openUpCloud(account: AccountAccess, environment: ProviderEnvironment): Connection {
  const access = accountOf(account.credentials)
  const call = createUpCloudCall(account.name, access, environment)
  const session: Session = { account: account.name, serviceId: access.serviceId, environment, call }
  return {
    check: (options) => check(session, options),
    list: (query, options) =>
      asksFor(query, 'job') ? list(session, query, options) : Promise.resolve({ migrations: [], hasMore: false }),
    listActive: async (options) => (await readAll(session, options)).filter(({ state }) => !isEnded(state)),
    show: (target, options) => show(session, target, options),
    cancel: async (target, options) => cancelJob(call, jobOf(session, target), about(session, target, options)),
    pause: async (target) => refuse(session, target, 'paused'),
    start: async (order) => refuse(session, order, 'started again'),
    delete: async (target) => refuse(session, target, 'deleted'),
    preflight: (order, options) => preflight(lookerOf(session, options), order, options),
    create: (order, options) => create(session, order, options),
    findCreated: (order, options) => findJob(session, order, options),
    browse: createBrowser(session),
  }
}

/**
 * Proves the credentials by listing jobs, not by reading the account: this also proves the service and the right to its
 * jobs.
 */
async function check({ call, serviceId }: Session, options: CallOptions): Promise<void> {
  try {
    await listJobs(call, { serviceId, limit: 1, offset: 0 }, options)
  } catch (error) {
    if (!isNotFound(error)) throw error
    const problem = `${label} finds no service ${serviceId} with migration jobs in this account`
    throw new AppError('form_invalid', { problem }, { cause: error })
  }
}

/** One page of jobs. How UpCloud pages, sorts and filters jobs is not documented, so Ferry does it. */
async function list(session: Session, query: ListQuery, options: CallOptions): Promise<MigrationPage> {
  const { state, offset, limit } = query
  const all = await readAll(session, options)
  const found = all.filter((migration) => state === undefined || migration.state === state).toSorted(newestFirst)
  const end = offset + Math.min(limit, pageSize)
  return { migrations: found.slice(offset, end), total: found.length, hasMore: found.length > end }
}

function newestFirst(a: Migration, b: Migration): number {
  return (b.createdAt ?? 0) - (a.createdAt ?? 0)
}

async function readAll(session: Session, options: CallOptions): Promise<Migration[]> {
  return [...(await listWhole(session, options)).items]
}

function listWhole(session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const { account, serviceId, environment, call } = session
  let before: string | undefined
  const readPage = async (offset: number) => {
    const page = await listJobs(call, { serviceId, limit: pageSize, offset }, options)
    const readAt = environment.clock.now()
    const rows = page.rows.length + page.unreadable.length
    const items = readableRows(session, page).map((job) => toMigration(job, { account, readAt }))
    const ids = items.map(({ id }) => id).join()
    // Longer than asked for, and the same for the next page: then jobs are not paged, and the answer has them all.
    const isWhole = rows > pageSize && ids === before
    before = ids
    return { items, rows, total: isWhole ? rows : undefined }
  }
  return readListing(readPage, { pageSize, maxPages: 200, keyOf: ({ id }) => id })
}

async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  if (!canExist(target)) return undefined
  try {
    const job = await showJob(session.call, jobOf(session, target), about(session, target, options))
    return toMigration(job, { account: session.account, readAt: session.environment.clock.now() })
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

function lookerOf(session: Session, options: CallOptions): Looker {
  return { ...session, check: () => check(session, options), readAll: () => readAll(session, options) }
}

async function findJob(session: Session, order: MadeOrder, options: CallOptions): Promise<Migration | undefined> {
  const listing = await listWhole(session, options)
  return findCreated(session.account, order, { listing, show: (target) => show(session, target, options) })
}

/** Throws the error for an action that jobs never offer: its caller did not look at the capabilities. */
function refuse(session: Session, target: Target, action: string): never {
  const ref = refOf({ account: session.account, id: target.id })
  const possible = `While it waits or runs it can be cancelled: \`/migrate cancel ${ref}\``
  throw new AppError('action_impossible', { ref, why: ': UpCloud offers that for no job', action, possible })
}

function canExist(target: Target): boolean {
  return target.kind === 'job' && jobId.safeParse(target.id).success
}

function jobOf(session: Session, target: Target): { serviceId: string; id: string } {
  if (!canExist(target)) throw new AppError('migration_not_found', { ref: `${session.account}/${target.id}` })
  return { serviceId: session.serviceId, id: target.id }
}

function about(session: Session, target: Target, options: CallOptions): Options {
  return { ...options, ref: refOf({ account: session.account, id: target.id }) }
}
