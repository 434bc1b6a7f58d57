import type { Endpoint } from '../http/endpoint.ts'
import type { CallOptions, EditOrder, Target } from '../provider.ts'
import { objectMigration } from './api.ts'
import { changedPolicy } from './creation/requests.ts'
import { about, titleOf } from './creation/targets.ts'
import { isGone } from './reading.ts'
import type { Session } from './session.ts'

export const pause = sendingTitle(objectMigration.PauseMigrationJob)
/** Starts a policy for the first time, again after a pause, or after it failed. */
export const start = sendingTitle(objectMigration.StartMigrationJob)

/** An operation that sends the title of a policy and nothing else. */
function sendingTitle(endpoint: Endpoint<{ id: string }, unknown>) {
  return (session: Session) => async (target: Target, options: CallOptions) => {
    await session.call(endpoint, { id: titleOf(session, target) }, about(session, target, options))
  }
}

export const edit = (session: Session) => async (order: EditOrder, options: CallOptions) => {
  const policy = { id: titleOf(session, order), ...changedPolicy.from({ ...order, token: '' }) }
  await session.call(objectMigration.UpdateMigrationJob, policy, about(session, order, options))
}

/** Deletes a policy. One that is gone already counts as deleted. */
export const remove = (session: Session) => async (target: Target, options: CallOptions) => {
  try {
    await sendingTitle(objectMigration.DeleteMigrationJob)(session)(target, options)
  } catch (error) {
    if (!(await isGone(error, session, { target, options }))) throw error
  }
}
