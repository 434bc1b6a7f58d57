import type { Migration } from '../../migrations/migration.ts'
import { isProvedGone } from '../http/uncoded.ts'
import { type Listing, listedPage, type Page, readListing } from '../pages.ts'
import type { CallOptions, ListedPage, ListPart, Target } from '../provider.ts'
import { objectMigration } from './api.ts'
import { label } from './client.ts'
import { about, canExist } from './creation/targets.ts'
import { codes } from './problems.ts'
import { pageSize, type Session } from './session.ts'
import { toMigration } from './translate.ts'
import type { WirePolicy } from './wire.ts'

/** Proves the credentials. */
export async function check({ call }: Session, options: CallOptions): Promise<void> {
  await call(objectMigration.GetMigrationJobList, { limit: 1 }, options)
}

/**
 * Whether a policy still exists. Whether deleted policies are listed is not documented, and a new policy may have the
 * title of a deleted one.
 */
function isThere({ state }: Migration): boolean {
  return state !== 'deleted'
}

/**
 * One page of the policies in all states, newest first. Where NAVER lists deleted policies too, they are left out. NAVER
 * numbers its pages: an offset within a page reads all of it, and counts its rows from the offset.
 */
export async function readListed(session: Session, { offset }: ListPart, options: CallOptions): Promise<ListedPage> {
  if (offset === 0) session.listing.rowsAtOnce = pageSize
  const number = Math.floor(offset / session.listing.rowsAtOnce)
  const page = await readPage(session, { page: number, limit: pageSize }, options)
  const isCutShort = page.rows > 0 && page.rows < (page.total ?? 0)
  if (offset === 0 && isCutShort) session.listing.rowsAtOnce = page.rows
  const { rowsAtOnce } = session.listing
  const start = number * rowsAtOnce
  const listed = listedPage({ ...page, items: page.items.filter(isThere) }, { offset: start, pageSize: rowsAtOnce })
  return { ...listed, rows: Math.max(0, page.rows - (offset - start)) }
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
  const { policies, unreadable, count } = await call(objectMigration.GetMigrationJobList, filter, options)
  const readAt = environment.clock.now()
  for (const problem of unreadable) {
    environment.warn(`${label} listed a policy that cannot be read`, { account, problem })
  }
  const rows = policies.length + unreadable.length
  const items = policies.map((policy) => toMigration(policy, { account, readAt }))
  session.listing.countsAll ||= count !== undefined && count > rows
  const total = session.listing.countsAll ? count : undefined
  return { items, rows, total: total ?? lengthOf({ rows, page, limit }) }
}

/**
 * The length of a list that ends with this page. NAVER's number of policies is no help here: it is documented as the
 * "number of migration policies" (getmigrationjoblist), which may be all policies or those of this page.
 */
function lengthOf({ rows, page, limit }: { rows: number; page: number; limit: number }): number | undefined {
  const isLast = rows < limit && (rows > 0 || page === 0)
  return isLast ? page * limit + rows : undefined
}

export async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  const policy = await read(session, target, options)
  return policy && toMigration(policy, { account: session.account, readAt: session.environment.clock.now() })
}

/** Reads a policy. Undefined if there is none. */
async function read(session: Session, target: Target, options: CallOptions): Promise<WirePolicy | undefined> {
  if (!canExist(target)) return undefined
  try {
    return await session.call(objectMigration.GetMigrationJob, { id: target.id }, about(session, target, options))
  } catch (error) {
    if (await isGone(error, session, { target, options })) return undefined
    throw error
  }
}

/** Whether an error says that a policy does not exist. */
export function isGone(
  error: unknown,
  session: Session,
  { target, options }: { target: Target; options: CallOptions },
): Promise<boolean> {
  return isProvedGone(error, {
    codes,
    listWhole: () => listWhole(session, options),
    isIt: (policy) => policy.id === target.id && isThere(policy),
  })
}
