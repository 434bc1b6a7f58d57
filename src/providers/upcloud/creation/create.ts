import type { Migration } from '../../../migrations/migration.ts'
import { findMarked } from '../../creation/find-marked.ts'
import { isNameMarked } from '../../creation/token.ts'
import type { CallOptions, CreateOrder, MadeOrder } from '../../provider.ts'
import { objectStorage } from '../api.ts'
import { label } from '../client.ts'
import { listWhole, show } from '../reading.ts'
import type { Session } from '../session.ts'
import { newJob } from './requests.ts'

/** Creates a job with one call, which is never repeated: a job starts by itself. */
export async function create(
  { call, serviceId }: Session,
  order: CreateOrder,
  options: CallOptions,
): Promise<{ id: string }> {
  const { id } = await call(objectStorage.CreateJob, { service: serviceId, ...newJob.from(order) }, options)
  return { id }
}

/**
 * Finds the job that was created with a token. No document shows a listed job, so a job that is listed without a name
 * is asked for by itself.
 */
export async function findCreated(
  session: Session,
  { spec, token, since, besides }: MadeOrder,
  options: CallOptions,
): Promise<Migration | undefined> {
  return findMarked({
    about: { provider: label, account: session.account },
    ...{ spec, since, besides },
    listing: await listWhole(session, options),
    show: (migration) => show(session, migration, options),
    textOf: ({ name }) => name,
    isOurs: (name) => isNameMarked(name, token),
  })
}
