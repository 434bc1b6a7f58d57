import { AppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import { isCodedNotFound, isProvedGone } from '../http/uncoded.ts'
import { type Listing, listedPage, type Page, readListing } from '../pages.ts'
import type { CallOptions, ListedPage, ListPart, Target } from '../provider.ts'
import type { Rows } from '../wire/rows.ts'
import { objectStorage, pageSize } from './api.ts'
import { label } from './client.ts'
import { about, canExist, jobOf } from './creation/targets.ts'
import { codes, isPagingRefused } from './problems.ts'
import { readableRows, type Session } from './session.ts'
import { toMigration } from './translate.ts'
import type { WireJob } from './wire.ts'

/**
 * Proves the credentials by listing jobs, not by reading the account: this also proves the service and the right to its
 * jobs.
 */
export async function check(session: Session, options: CallOptions): Promise<void> {
  try {
    await readJobs(session, { limit: 1, offset: 0 }, options)
  } catch (error) {
    if (!isCodedNotFound(error, codes)) throw error
    const problem = `${label} finds no service ${session.serviceId} with migration jobs in this account`
    throw new AppError('form_invalid', { problem }, { cause: error })
  }
}

export async function listWhole(session: Session, options: CallOptions): Promise<Listing<Migration>> {
  const listing = await readToEnd(session, options)
  return session.isPagingRefused ? { ...listing, isWhole: false } : listing
}

function readToEnd(session: Session, options: CallOptions): Promise<Listing<Migration>> {
  let before: string | undefined
  const readPage = async (offset: number) => {
    const { items, rows } = await readRows(session, offset, options)
    const ids = items.map(({ id }) => id).join()
    // Longer than asked for, and the same for the next page: then jobs are not paged, and the answer has them all.
    const isUnpaged = rows > pageSize && ids === before
    before = ids
    return { items, rows, total: isUnpaged || session.isPagingRefused ? rows : undefined }
  }
  return readListing(readPage, { pageSize, maxPages: 200, keyOf: ({ id }) => id })
}

/**
 * One page of the jobs in all states. Whether jobs are paged is not documented: UpCloud's specification has no jobs, and
 * the page that describes them (upcloud-api-documentation.ploi.cloud/object-storage/jobs, unofficial) names no parameter
 * of this list. Services take `limit` and `offset`. So both readings work: a list in pages, and one that comes whole
 * each time, which shows by more rows than asked for, or by the same rows at a later offset.
 */
export async function readListed(session: Session, { offset }: ListPart, options: CallOptions): Promise<ListedPage> {
  const page = await readRows(session, offset, options)
  const { items: migrations, rows } = page
  if (session.isPagingRefused) return { migrations, rows, isLast: true, isCut: true }
  if (rows > pageSize) return { migrations, rows, total: rows, isLast: true }
  if (repeatsLastPage(session, migrations, offset)) return { migrations, rows, isLast: true }
  return listedPage(page, { offset, pageSize })
}

function repeatsLastPage(session: Session, migrations: readonly Migration[], offset: number): boolean {
  const { lastPage } = session
  const ids = migrations.map(({ id }) => id).join()
  session.lastPage = { offset, ids }
  return lastPage !== undefined && lastPage.offset < offset && ids !== '' && lastPage.ids === ids
}

async function readRows(session: Session, offset: number, options: CallOptions): Promise<Page<Migration>> {
  const { account, environment } = session
  const page = await readJobs(session, { limit: pageSize, offset }, options)
  const readAt = environment.clock.now()
  const items = readableRows(session, page).map((job) => toMigration(job, { account, readAt }))
  return { items, rows: page.rows.length + page.unreadable.length }
}

/**
 * Jobs as UpCloud sends them. If it refuses the parameters of a page, it is asked once more without them, and from then
 * on never with them. Such a list may be cut: siblings of jobs list ten without a limit.
 */
async function readJobs(
  session: Session,
  page: { limit: number; offset: number },
  options: CallOptions,
): Promise<Rows<WireJob>> {
  const { account, serviceId: service, environment, call } = session
  if (session.isPagingRefused) return call(objectStorage.ListJobs, { service }, options)
  try {
    return await call(objectStorage.ListJobs, { service, ...page }, options)
  } catch (error) {
    if (!isPagingRefused(error)) throw error
    const jobs = await call(objectStorage.ListJobs, { service }, options)
    session.isPagingRefused = true
    environment.warn(`${label} refuses to list jobs in pages, so its list may be cut`, { account })
    return jobs
  }
}

export async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  if (!canExist(target)) return undefined
  try {
    const job = await session.call(objectStorage.GetJob, jobOf(session, target), about(session, target, options))
    return toMigration(job, { account: session.account, readAt: session.environment.clock.now() })
  } catch (error) {
    const isGone = await isProvedGone(error, {
      codes,
      listWhole: () => listWhole(session, options),
      isIt: ({ id }) => id === target.id,
    })
    if (isGone) return undefined
    throw error
  }
}
