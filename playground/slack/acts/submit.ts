import { clientErrors } from '../form/check.ts'
import { slotsOf } from '../form/slots.ts'
import { valueIn } from '../form/values.ts'
import { isRecord, type Json, textOf } from '../json.ts'
import { formBase } from '../payloads/interaction.ts'
import { apiView } from '../payloads/view.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, SubmitRequest, User } from '../protocol.ts'
import { notOffered, Refusal } from '../refusal.ts'
import { issueResponseUrl } from '../response-url.ts'
import { issueTrigger } from '../trigger.ts'
import { viewError } from '../validity.ts'
import { clearModals, closeModal, modalsOf, pushModal, replaceView } from '../views.ts'
import type { OpenView, World } from '../world.ts'
import { actResult } from './act-result.ts'
import { fillIn } from './fill-in.ts'
import { installOf, personOf, refuseWithoutInteractivity } from './scene.ts'

/** Sends the topmost modal. Answers that Slack's client would refuse never reach the app. */
export async function submit(platform: Platform, request: SubmitRequest): Promise<ActResult> {
  const { world, courier } = platform
  const user = personOf(world, request.user)
  const view = topmost(world, user, request.view_id)
  installOf(world, view.team_id)
  refuseWithoutInteractivity(world)
  await fillIn(platform, view, { user, fields: request.fields })
  const refused = clientErrors(view)
  if (Object.keys(refused).length > 0) return { ok: false, acknowledged: true, errors: refused }
  const payload = submissionPayload(world, user, view)
  const ack = await courier.deliver({ type: 'interactive', payload, acceptsAnswer: true })
  if (!ack.acknowledged) return actResult(ack)
  return actResult(ack, applyAction(world, view, ack.body ?? {}))
}

function topmost(world: World, user: User, viewId: string): OpenView {
  const top = modalsOf(world, user.id).at(-1)
  if (top === undefined) return notOffered(`${user.id} has no modal open`)
  if (top.id !== viewId) return notOffered(`${viewId} is not the topmost modal of ${user.id}; ${top.id} is`)
  if (top.payload.submit === undefined) return notOffered(`${viewId} has no submit button`)
  return top
}

function submissionPayload(world: World, user: User, view: OpenView): Json {
  const origin = { team_id: view.team_id, user_id: user.id, channel_id: view.channel_id }
  return {
    type: 'view_submission',
    ...formBase(world, view, user),
    trigger_id: issueTrigger(world, origin),
    view: apiView(world, view),
    response_urls: responseUrls(world, user, view),
  }
}

/** The response_urls for the app, from selects with `response_url_enabled`, each for the chosen conversation. */
function responseUrls(world: World, user: User, view: OpenView): Json[] {
  return slotsOf(view.payload.blocks).flatMap((slot) => {
    const channelId = textOf(valueIn(view.values, slot))
    if (slot.element.response_url_enabled !== true || channelId === undefined) return []
    const origin = { team_id: view.team_id, user_id: user.id, channel_id: channelId }
    const response_url = issueResponseUrl(world, 'actions', origin)
    return [{ block_id: slot.block_id, action_id: slot.element.action_id, channel_id: channelId, response_url }]
  })
}

type Problem = { error?: string; errors?: Record<string, string> }

/** Changes the modals as the acknowledgement says. By default, the sent one closes. */
function applyAction(world: World, view: OpenView, answer: Json): Problem {
  switch (answer.response_action) {
    case undefined:
      closeModal(world, view)
      return {}
    case 'clear':
      clearModals(world, view.user_id)
      return {}
    case 'errors':
      return { errors: errorTexts(answer.errors) }
    case 'update':
    case 'push':
      return showAnother(world, view, answer)
    default:
      return { error: `unknown response_action ${String(answer.response_action)}` }
  }
}

function showAnother(world: World, view: OpenView, answer: Json): Problem {
  if (!isRecord(answer.view)) return { error: 'invalid_arguments' }
  const problem = viewError(answer.view)
  if (problem !== undefined) return { error: `${problem.error}: ${String(problem.details.errors)}` }
  if (answer.response_action === 'update') {
    replaceView(world, view, answer.view)
    return {}
  }
  try {
    const origin = { team_id: view.team_id, user_id: view.user_id, createdAt: 0, isUsed: true }
    pushModal(world, origin, answer.view)
    return {}
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message }
    throw error
  }
}

function errorTexts(errors: unknown): Record<string, string> {
  if (!isRecord(errors)) return {}
  return Object.fromEntries(Object.entries(errors).map(([blockId, text]) => [blockId, String(text)]))
}
