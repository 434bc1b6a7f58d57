import { AppError, isAppError } from '../../../errors/errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { findMarked } from '../../creation/find-marked.ts'
import type { CallOptions, CreateOrder, MadeOrder } from '../../provider.ts'
import { objectMigration } from '../api.ts'
import { label } from '../client.ts'
import { listWhole } from '../reading.ts'
import type { Session } from '../session.ts'
import { newPolicy, titleOf } from './requests.ts'

/**
 * Creates and starts a policy, with two calls: a policy waits until it is started. If it was created and could not be
 * started, the outcome is unknown: it can be found by its title, and only has to be started.
 */
export async function create({ account, call }: Session, order: CreateOrder, options: CallOptions) {
  const id = titleOf(order)
  const ref = `${account}/${id}`
  const made = await call(objectMigration.CreateMigrationJob, newPolicy.from(order), { ...options, ref })
  if (made?.title !== id) throw unknownOutcome({ account, ref, reason: 'it answered without the title' })
  try {
    await call(objectMigration.StartMigrationJob, { id }, { ...options, ref })
  } catch (error) {
    const reason = `it was made, and its start failed: ${isAppError(error) ? error.message : 'unexpectedly'}`
    throw unknownOutcome({ account, ref, reason }, error)
  }
  return { id }
}

/** Finds the policy that was created with a token. Its title, which is the whole id, is known before it exists. */
export async function findCreated(
  session: Session,
  order: MadeOrder,
  options: CallOptions,
): Promise<Migration | undefined> {
  const title = titleOf(order)
  return findMarked({
    about: { provider: label, account: session.account },
    spec: order.spec,
    since: order.since,
    besides: order.besides,
    listing: await listWhole(session, options),
    textOf: ({ id }) => id,
    isOurs: (id) => id === title,
    show: async () => undefined,
  })
}

function unknownOutcome(details: { account: string; ref: string; reason: string }, cause?: unknown): AppError {
  return new AppError(
    'provider_outcome_unknown',
    { provider: label, ...details, how: ` (${details.reason})` },
    { cause },
  )
}
