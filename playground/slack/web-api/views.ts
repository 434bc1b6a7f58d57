import type { Json } from '../json.ts'
import { apiView } from '../payloads/view.ts'
import { refuse } from '../refusal.ts'
import { exchangeTrigger } from '../trigger.ts'
import { viewError } from '../validity.ts'
import { findView, homeKey, openModal, publishHome, pushModal, replaceView } from '../views.ts'
import type { OpenView, Trigger } from '../world.ts'
import { recordArg, requiredArg, textArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { userArg } from './place.ts'

/** The methods for views. They need no scope. */
export const viewMethods: Methods = {
  'views.open': bot([], (call) => answer(call, openModal(call.world, ...modalArgs(call)))),
  'views.push': bot([], (call) => answer(call, pushModal(call.world, ...modalArgs(call)))),
  'views.update': bot([], updateView),
  'views.publish': bot([], publishView),
}

/**
 * The trigger and the view of a call. The view is checked before the trigger is used, so that it can be corrected and
 * sent again.
 */
function modalArgs(call: BotCall): [Trigger, Json] {
  const view = viewArg(call, 'modal')
  refuseTakenExternalId(call, view)
  const triggerId = textArg(call.args, 'trigger_id') ?? refuse('invalid_trigger_id')
  return [exchangeTrigger(call.world, call.install.team_id, triggerId), view]
}

function updateView(call: BotCall): Json {
  const { world, install, args } = call
  const id = textArg(args, 'view_id')
  const externalId = textArg(args, 'external_id')
  if (id === undefined && externalId === undefined) return refuse('not_found')
  const reference = id === undefined ? { externalId: externalId ?? '' } : { id }
  const existing = findView(world, install.team_id, reference) ?? refuse('not_found')
  const view = viewArg(call, existing.payload.type)
  refuseStaleHash(call, existing)
  return answer(call, replaceView(world, existing, view))
}

function publishView(call: BotCall): Json {
  const { world, install, args } = call
  if (!world.manifest.features.app_home.home_tab_enabled) return refuse('not_enabled')
  requiredArg(args, 'user_id')
  const user = userArg(call, 'user_id')
  const view = viewArg(call, 'home')
  const existing = world.homes.get(homeKey(install.team_id, user.id))
  if (existing !== undefined) refuseStaleHash(call, existing)
  return answer(call, publishHome(world, { team_id: install.team_id, user_id: user.id }, view))
}

function viewArg(call: BotCall, type: 'modal' | 'home'): Json {
  const view = recordArg(call.args, 'view')
  const problem = viewError(view)
  if (problem !== undefined) return refuse(problem.error, problem.details)
  if (view.type === type) return view
  const messages = [`[ERROR] the view must be of type ${type} [json-pointer:/view/type]`]
  return refuse('invalid_arguments', { response_metadata: { messages } })
}

function refuseTakenExternalId(call: BotCall, view: Json): void {
  const externalId = textArg(view, 'external_id')
  if (externalId === undefined) return
  if (findView(call.world, call.install.team_id, { externalId }) !== undefined) refuse('duplicate_external_id')
}

function refuseStaleHash(call: BotCall, existing: OpenView): void {
  const hash = textArg(call.args, 'hash')
  if (hash !== undefined && hash !== existing.hash) refuse('hash_conflict')
}

function answer(call: BotCall, view: OpenView): Json {
  return { view: apiView(call.world, view) }
}
