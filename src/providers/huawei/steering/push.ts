import { isAppError } from '../../../errors.ts'
import { checked } from '../../order.ts'
import type { CallOptions, PushOrder, PushOutcome } from '../../provider.ts'
import { createSyncEvents } from '../api/syncs.ts'
import { eventSize, objectNames } from '../requests/syncs.ts'
import type { Session } from '../session.ts'
import { about, kindOf, neverOffered } from '../targets.ts'

/**
 * Has a synchronization task copy objects, ten names per call. If a call fails, the objects of earlier calls are under
 * way.
 */
export async function pushObjects(session: Session, order: PushOrder, options: CallOptions): Promise<PushOutcome> {
  kindOf(session, order)
  if (order.kind !== 'sync') throw neverOffered(session, order, 'told to copy objects')
  const names = checked(objectNames, order.names)
  let accepted = 0
  while (accepted < names.length) {
    const event = { id: order.id, names: names.slice(accepted, accepted + eventSize) }
    try {
      await createSyncEvents(session.call, event, about(session, order, options))
    } catch (error) {
      if (!isAppError(error)) throw error
      return { accepted, error }
    }
    accepted += event.names.length
  }
  return { accepted }
}
