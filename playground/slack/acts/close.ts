import { formBase } from '../payloads/interaction.ts'
import { apiView } from '../payloads/view.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, CloseRequest } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { clearModals, closeModal } from '../views.ts'
import { actResult, untold } from './act-result.ts'
import { personOf } from './scene.ts'
import { viewBefore } from './stage.ts'

/** Closes a modal without sending it. The app is told only if it asked for that. */
export async function close(platform: Platform, request: CloseRequest): Promise<ActResult> {
  const { world, courier } = platform
  const user = personOf(world, request.user)
  const view = viewBefore(world, user, request.view_id)
  if (view.payload.type === 'home') return notOffered('A home tab cannot be closed')
  const isCleared = view.payload.clear_on_close === true
  if (isCleared) clearModals(world, user.id)
  else closeModal(world, view)
  if (view.payload.notify_on_close !== true) return untold
  const payload = {
    type: 'view_closed',
    ...formBase(world, view, user),
    view: apiView(world, view),
    is_cleared: isCleared,
  }
  return actResult(await courier.deliver({ type: 'interactive', payload, acceptsAnswer: false }))
}
