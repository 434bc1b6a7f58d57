import type { Migration } from '../../migrations/migration.ts'
import { findMarked, type Search } from '../find-marked.ts'
import type { CallOptions, CreateOrder, MadeOrder } from '../provider.ts'
import { isNameMarked } from '../token.ts'
import { createJob } from './api.ts'
import { label, type UpCloudCall } from './client.ts'
import { checkUpCloudOrder } from './creation.ts'
import { jobOrderOf } from './orders.ts'

/** Creates a job with one call, which is never repeated: a job starts by itself. */
export async function create(
  { call, serviceId }: { call: UpCloudCall; serviceId: string },
  order: CreateOrder,
  options: CallOptions,
): Promise<{ id: string }> {
  checkUpCloudOrder(order)
  const { id } = await createJob(call, { serviceId, ...jobOrderOf(order) }, options)
  return { id }
}

/**
 * Finds the job that was created with a token. No document shows a listed job, so a job that is listed without a name
 * is asked for by itself.
 */
export async function findCreated(
  account: string,
  { spec, token, since, besides }: MadeOrder,
  { listing, show }: Pick<Search, 'listing' | 'show'>,
): Promise<Migration | undefined> {
  return findMarked({
    about: { provider: label, account },
    ...{ spec, since, besides, listing, show },
    textOf: ({ name }) => name,
    isOurs: (name) => isNameMarked(name, token),
  })
}
