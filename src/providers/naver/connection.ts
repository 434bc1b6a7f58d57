import { defined } from '../../defined.ts'
import { AppError } from '../../errors.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/ref.ts'
import { checked } from '../order.ts'
import { asksFor, type Listing, type Page, readListing } from '../pages.ts'
import type {
  AccountAccess,
  CallOptions,
  Connection,
  EditOrder,
  ListQuery,
  MigrationPage,
  ProviderEnvironment,
  Target,
} from '../provider.ts'
import { deletePolicy, listPolicies, type Options, pausePolicy, showPolicy, startPolicy, updatePolicy } from './api.ts'
import { createNaverCall, label, type NaverCall } from './client.ts'
import { create, findCreated } from './create.ts'
import { accountOf } from './credentials.ts'
import { changedPolicyOf } from './orders.ts'
import { type Looker, preflight } from './preflight.ts'
import { isNotFound } from './problems.ts'
import { policyOrder, policyTitle } from './requests.ts'
import { canOccur, toMigration } from './translate.ts'
import type { WirePolicy } from './wire.ts'

/** One NAVER account as the rest of Ferry sees it. */
export function openNaver(account: AccountAccess, environment: ProviderEnvironment): Connection {
  const call = createNaverCall(account.name, accountOf(account.credentials), environment)
  const session: Session = { account: account.name, environment, call }
  return {
    check: (options) => check(session, options),
    list: (query, options) =>
      asksFor(query, 'policy') ? list(session, query, options) : Promise.resolve({ migrations: [], hasMore: false }),
    // One list holds all states, so paused policies cost nothing more.
    listActive: async (options) => (await readAll(session, options)).filter(({ state }) => !isEnded(state)),
    show: (target, options) => show(session, target, options),
    pause: async (target, options) => {
      await pausePolicy(call, titleOf(session, target), about(session, target, options))
    },
    start: async (order, options) => {
      await startPolicy(call, titleOf(session, order), about(session, order, options))
    },
    delete: (target, options) => remove(session, target, options),
    edit: (order, options) => edit(session, order, options),
    preflight: (order, options) => preflight(lookerOf(session, options), order, options),
    create: (order, options) => create(session, order, options),
    findCreated: async (order, options) => findCreated(session, order, await listWhole(session, options)),
  }
}

type Session = { account: string; environment: ProviderEnvironment; call: NaverCall }

async function check({ call }: Session, options: CallOptions): Promise<void> {
  await listPolicies(call, { limit: 1 }, options)
}

function lookerOf(session: Session, options: CallOptions): Looker {
  return {
    check: () => check(session, options),
    hasObjectStorage: async () => (await listPolicies(session.call, { limit: 1 }, options)).hasObjectStorage,
    readAll: () => readAll(session, options),
  }
}

/**
 * One page of policies. NAVER cannot filter, and its pages begin at multiples of their size: any other page is cut out
 * of the whole list.
 */
async function list(session: Session, query: ListQuery, options: CallOptions): Promise<MigrationPage> {
  const { state, offset } = query
  const limit = Math.min(query.limit, pageSize)
  if (state === undefined && offset % limit === 0) return listPage(session, { offset, limit }, options)
  if (state !== undefined && !canOccur(state)) return { migrations: [], total: 0, hasMore: false }
  const all = await readAll(session, options)
  const found = all.filter((migration) => (state === undefined ? isThere(migration) : migration.state === state))
  const end = offset + limit
  return { migrations: found.slice(offset, end), total: found.length, hasMore: found.length > end }
}

async function listPage(
  session: Session,
  { offset, limit }: { offset: number; limit: number },
  options: CallOptions,
): Promise<MigrationPage> {
  const { items, rows, total } = await readPage(session, { page: offset / limit, limit }, options)
  const hasMore = total === undefined ? rows === limit : offset + rows < total && rows > 0
  return { migrations: items.filter(isThere), ...defined({ total }), hasMore }
}

/**
 * Whether a policy still exists. Whether deleted policies are listed is not documented, and a new policy may have the
 * title of a deleted one.
 */
function isThere({ state }: Migration): boolean {
  return state !== 'deleted'
}

const pageSize = 100

async function readAll(session: Session, options: CallOptions): Promise<Migration[]> {
  return [...(await listWhole(session, options)).items]
}

function listWhole(session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const paging = { pageSize, maxPages: 200, keyOf: (migration: Migration) => `${migration.id} ${isThere(migration)}` }
  return readListing((_, page) => readPage(session, { page, limit: pageSize }, options), paging)
}

/**
 * Reads one page, newest first. So a policy that is created meanwhile makes others appear twice, and none is missed.
 */
async function readPage(
  session: Session,
  { page, limit }: { page: number; limit: number },
  options: CallOptions,
): Promise<Page<Migration>> {
  const { account, environment, call } = session
  const filter = { order: 'createTime', sortBy: 'desc', limit, page } as const
  const { policies, unreadable, count } = await listPolicies(call, filter, options)
  const readAt = environment.clock.now()
  for (const problem of unreadable) {
    environment.warn(`${label} listed a policy that cannot be read`, { account, problem })
  }
  const rows = policies.length + unreadable.length
  const items = policies.map((policy) => toMigration(policy, { account, readAt }))
  return { items, rows, ...totalOf({ rows, count, page, limit }) }
}

/** The total number of policies, if it is certain. NAVER's count may be of all policies or of this page. */
function totalOf({
  rows,
  count,
  page,
  limit,
}: {
  rows: number
  count: number | undefined
  page: number
  limit: number
}) {
  if (count !== undefined && count > rows) return { total: count }
  const isLast = rows < limit && (rows > 0 || page === 0)
  return isLast ? { total: page * limit + rows } : {}
}

async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  const policy = await read(session, target, options)
  return policy && toMigration(policy, { account: session.account, readAt: session.environment.clock.now() })
}

/** Reads a policy. Undefined if there is none. */
async function read(session: Session, target: Target, options: CallOptions): Promise<WirePolicy | undefined> {
  if (!canExist(target)) return undefined
  try {
    return await showPolicy(session.call, target.id, about(session, target, options))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function edit(session: Session, order: EditOrder, options: CallOptions): Promise<void> {
  const current = titleOf(session, order)
  const body = checked(policyOrder, changedPolicyOf(order))
  await updatePolicy(session.call, { ...body, current }, about(session, order, options))
}

/** Deletes a policy. One that is gone already counts as deleted. */
async function remove(session: Session, target: Target, options: CallOptions): Promise<void> {
  try {
    await deletePolicy(session.call, titleOf(session, target), about(session, target, options))
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

function canExist(target: Target): boolean {
  return target.kind === 'policy' && policyTitle.safeParse(target.id).success
}

function titleOf(session: Session, target: Target): string {
  if (!canExist(target)) throw new AppError('migration_not_found', { ref: `${session.account}/${target.id}` })
  return target.id
}

function about(session: Session, target: Target, options: CallOptions): Options {
  return { ...options, ref: refOf({ account: session.account, id: target.id }) }
}
