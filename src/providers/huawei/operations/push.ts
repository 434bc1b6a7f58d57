import { isAppError } from '../../../errors/errors.ts'
import type { PushOrder } from '../../provider.ts'
import { checked } from '../../wire/order.ts'
import { oms } from '../oms.ts'
import { syncReader } from '../reading/syncs.ts'
import { eventSize, objectNames } from '../requests/syncs.ts'
import { onOne } from '../targets.ts'

/**
 * Has a synchronization task copy objects, ten names per call. If a call fails, the objects of earlier calls are under
 * way.
 */
export const pushObjects = onOne(syncReader, async (session, order: PushOrder, options) => {
  const names = checked(objectNames, order.names)
  let accepted = 0
  while (accepted < names.length) {
    const event = { id: order.id, object_keys: names.slice(accepted, accepted + eventSize) }
    try {
      await session.call(oms.CreateSyncEvents, event, options)
    } catch (error) {
      if (!isAppError(error)) throw error
      return { accepted, error }
    }
    accepted += event.object_keys.length
  }
  return { accepted }
})
