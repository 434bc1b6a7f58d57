import { kindOf } from '../form/kinds.ts'
import { resolve } from '../form/resolve.ts'
import type { Slot } from '../form/slots.ts'
import { setValue } from '../form/values.ts'
import type { Json } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, ClickRequest } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { issueResponseUrl } from '../response-url.ts'
import { issueTrigger } from '../trigger.ts'
import { nextTs, type World } from '../world.ts'
import { actResult } from './act-result.ts'
import { fillIn } from './fill-in.ts'
import { installOf, personOf, refuseWithoutInteractivity } from './scene.ts'
import { type Stage, slotOn, stageOf, stagePayload } from './stage.ts'
import { learnOptions } from './suggest.ts'

/** Uses an element: presses a button, chooses an option, or enters an input with dispatch_action. */
export async function click(platform: Platform, request: ClickRequest): Promise<ActResult> {
  const { world, courier } = platform
  const user = personOf(world, request.user)
  const stage = stageOf(world, user, request)
  installOf(world, stage.team_id)
  refuseWithoutInteractivity(world)
  if (stage.kind === 'view' && isCurrent(stage))
    await fillIn(platform, stage.view, { user, fields: request.fields ?? {} })
  const slot = slotOn(stage, request)
  if (!slot.dispatches) return notOffered(`"${request.action_id}" tells the app nothing until the view is sent`)
  await learnOptions(platform, { user, stage, slot, field: request.value ?? null })
  const chosen = chosenValue(world, { stage, slot, request })
  if (isStillAsked(stage, slot)) setValue(stage.values, slot, chosen)
  const payload = {
    type: 'block_actions',
    ...stagePayload(world, user, { stage, blockId: slot.block_id }),
    ...addresses(world, user.id, stage),
    actions: [actionOf(world, slot, chosen)],
  }
  return actResult(await courier.deliver({ type: 'interactive', payload, acceptsAnswer: false }))
}

/** Whether the view is the present one. Text typed into a replaced page is lost. */
function isCurrent({ blocks, view }: Extract<Stage, { kind: 'view' }>): boolean {
  return blocks === view.payload.blocks
}

/** Whether the present page still has the question. If not, the answer goes to the app and is not stored. */
function isStillAsked(stage: Stage, { block_id, element }: Slot): boolean {
  return stage.kind !== 'view' || isCurrent(stage) || stage.values[block_id]?.[element.action_id]?.type === element.type
}

type Use = { stage: Stage; slot: Slot; request: ClickRequest }

/** The chosen value. Undefined for an element without a value, such as a button. */
function chosenValue(world: World, { stage, slot, request }: Use): unknown {
  if (kindOf(slot.element.type) === undefined) return undefined
  return resolve({ world, container: stage.container, slot }, request.value ?? null)
}

/** The addresses in a payload. Messages get a response_url, views do not; both get a trigger. */
function addresses(world: World, userId: string, stage: Stage): Json {
  const origin = { team_id: stage.team_id, user_id: userId }
  if (stage.kind === 'view') {
    return { trigger_id: issueTrigger(world, { ...origin, channel_id: stage.view.channel_id }) }
  }
  const place = { ...origin, channel_id: stage.channel.id }
  if (stage.kind === 'pane') return { trigger_id: issueTrigger(world, place) }
  return {
    trigger_id: issueTrigger(world, place),
    response_url: issueResponseUrl(world, 'actions', { ...place, message_ts: stage.message.ts }),
  }
}

function actionOf(world: World, slot: Slot, chosen: unknown): Json {
  const { element, block_id } = slot
  const { type, action_id } = element
  const common = { type, action_id, block_id, action_ts: nextTs(world) }
  const kind = kindOf(type)
  if (kind === undefined) {
    return { ...common, text: element.text, value: element.value, style: element.style, url: element.url }
  }
  const initial = kind.initial === undefined ? {} : { [kind.initial]: element[kind.initial] }
  return { ...common, ...initial, placeholder: element.placeholder, [kind.field]: chosen }
}
