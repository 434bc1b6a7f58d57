import type { Ack } from '../delivery/envelope.ts'
import { matchFields } from '../form/fill.ts'
import { isOption, listOf, matchOption, offeredOptions, suggestionKey } from '../form/resolve.ts'
import type { Slot } from '../form/slots.ts'
import { recordsOf } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, FieldValue, SuggestRequest, User } from '../protocol.ts'
import type { Option } from '../world.ts'
import { actResult } from './act-result.ts'
import { installOf, personOf } from './scene.ts'
import { type Stage, slotOn, stageOf, stagePayload } from './stage.ts'

/** Types into an external select: asks the app for options and remembers them. */
export async function suggest(platform: Platform, request: SuggestRequest): Promise<ActResult & { options: Option[] }> {
  const user = personOf(platform.world, request.user)
  const stage = stageOf(platform.world, user, request)
  installOf(platform.world, stage.team_id)
  const { ack, options } = await ask(platform, { user, stage, slot: slotOn(stage, request), typed: request.value })
  return { ...actResult(ack), options }
}

export type Learning = { user: User; stage: Stage; field: FieldValue } & ({ slot: Slot } | { key: string })

/** Makes sure that an external select has offered a value, by typing it as a person would. */
export async function learnOptions(platform: Platform, learning: Learning): Promise<void> {
  const { user, stage, field } = learning
  const slot = 'slot' in learning ? learning.slot : slotNamed(stage, learning)
  if (slot === undefined || !slot.element.type.endsWith('external_select')) return
  for (const typed of listOf(field)) {
    const known = offeredOptions({ world: platform.world, container: stage.container, slot })
    if (matchOption(known, typed) === undefined) await ask(platform, { user, stage, slot, typed })
  }
}

function slotNamed(stage: Stage, { key, field }: { key: string; field: FieldValue }): Slot | undefined {
  return stage.kind === 'view' ? matchFields(stage.view, { [key]: field })[0]?.[0] : undefined
}

type Question = { user: User; stage: Stage; slot: Slot; typed: string }

async function ask(platform: Platform, question: Question): Promise<{ ack: Ack; options: Option[] }> {
  const { world, courier } = platform
  const { user, stage, slot, typed } = question
  const payload = {
    type: 'block_suggestion',
    ...stagePayload(world, user, { stage, blockId: slot.block_id }),
    action_id: slot.element.action_id,
    block_id: slot.block_id,
    value: typed,
  }
  const ack = await courier.deliver({ type: 'interactive', payload, acceptsAnswer: true })
  const options = optionsIn(ack)
  const key = suggestionKey(stage.container, slot)
  const earlier = world.suggestions.get(key) ?? []
  world.suggestions.set(key, [...options, ...earlier])
  return { ack, options }
}

function optionsIn(ack: Ack): Option[] {
  const groups = recordsOf(ack.body?.option_groups).flatMap((group) => recordsOf(group.options))
  return [...recordsOf(ack.body?.options), ...groups].filter(isOption)
}
