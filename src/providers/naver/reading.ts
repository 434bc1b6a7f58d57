import { defined } from '../../defined.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { type Listing, listedPage, type Page, readListing } from '../pages.ts'
import type { CallOptions, ListedPage, ListPart, ListQuery, MigrationPage, Target } from '../provider.ts'
import { listPolicies, showPolicy } from './api.ts'
import { label } from './client.ts'
import { isNotFound } from './problems.ts'
import type { Session } from './session.ts'
import { about, canExist } from './targets.ts'
import { canOccur, toMigration } from './translate.ts'
import type { WirePolicy } from './wire.ts'

/** Proves the credentials. */
export async function check({ call }: Session, options: CallOptions): Promise<void> {
  await listPolicies(call, { limit: 1 }, options)
}

/**
 * One page of policies. NAVER cannot filter, and its pages begin at multiples of their size: any other page is cut out
 * of the whole list.
 */
export async function list(session: Session, query: ListQuery, options: CallOptions): Promise<MigrationPage> {
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

export const pageSize = 100

/** One page of the policies in all states. Where NAVER lists deleted ones too, they are left out. */
export async function readListed(session: Session, { offset }: ListPart, options: CallOptions): Promise<ListedPage> {
  const page = await readPage(session, { page: offset / pageSize, limit: pageSize }, options)
  return listedPage({ ...page, items: page.items.filter(isThere) }, { offset, pageSize })
}

/** Reads the active policies. One list holds all states, so paused policies cost nothing more. */
export async function listActive(session: Session, options: CallOptions): Promise<Migration[]> {
  return (await readAll(session, options)).filter(({ state }) => !isEnded(state))
}

export async function readAll(session: Session, options: CallOptions): Promise<Migration[]> {
  return [...(await listWhole(session, options)).items]
}

export function listWhole(session: Session, options: CallOptions): Promise<Listing<Migration>> {
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

export async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
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
