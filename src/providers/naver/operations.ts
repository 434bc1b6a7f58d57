import { checked } from '../order.ts'
import type { CallOptions, EditOrder, Target } from '../provider.ts'
import { deletePolicy, type Options, pausePolicy, startPolicy, updatePolicy } from './api.ts'
import type { NaverCall } from './client.ts'
import { isGone } from './reading.ts'
import { changedPolicy } from './requests.ts'
import type { Session } from './session.ts'
import { about, titleOf } from './targets.ts'

type Send = (call: NaverCall, title: string, options: Options) => Promise<unknown>

export const pause = onTitle(pausePolicy)
/** Starts a policy for the first time, again after a pause, or after it failed. */
export const start = onTitle(startPolicy)

function onTitle(send: Send) {
  return (session: Session) => async (target: Target, options: CallOptions) => {
    await send(session.call, titleOf(session, target), about(session, target, options))
  }
}

export const edit = (session: Session) => async (order: EditOrder, options: CallOptions) => {
  const current = titleOf(session, order)
  const body = checked(changedPolicy.schema, changedPolicy.from({ ...order, token: '' }))
  await updatePolicy(session.call, { ...body, current }, about(session, order, options))
}

/** Deletes a policy. One that is gone already counts as deleted. */
export const remove = (session: Session) => async (target: Target, options: CallOptions) => {
  try {
    await deletePolicy(session.call, titleOf(session, target), about(session, target, options))
  } catch (error) {
    if (!(await isGone(error, session, { target, options }))) throw error
  }
}
