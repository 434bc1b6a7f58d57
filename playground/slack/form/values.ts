import type { Json } from '../json.ts'
import { stringsOf } from '../json.ts'
import type { Block } from '../protocol.ts'
import type { ViewValues } from '../world.ts'
import { type Kind, kindOf } from './kinds.ts'
import { type Element, type Slot, slotsOf } from './slots.ts'

/** `state.values` of blocks without any answers yet. */
export function initialValues(blocks: Block[], channelId?: string): ViewValues {
  const values: ViewValues = {}
  for (const slot of slotsOf(blocks)) {
    const kind = stateKindOf(slot)
    if (kind !== undefined) setValue(values, slot, initialValue(slot.element, kind, channelId))
  }
  return values
}

/** The new values, with earlier answers for inputs of the same ids and type. */
export function keptValues(fresh: ViewValues, earlier: ViewValues): ViewValues {
  const kept: ViewValues = {}
  for (const [blockId, actions] of Object.entries(fresh)) {
    const slots = Object.entries(actions).map(([actionId, value]) => {
      const before = earlier[blockId]?.[actionId]
      return [actionId, before !== undefined && before.type === value.type ? before : value] as const
    })
    kept[blockId] = Object.fromEntries(slots)
  }
  return kept
}

export function setValue(values: ViewValues, slot: Slot, value: unknown): void {
  const kind = kindOf(slot.element.type)
  if (kind === undefined) return
  const block = values[slot.block_id] ?? {}
  block[slot.element.action_id] = { type: slot.element.type, [kind.field]: value }
  values[slot.block_id] = block
}

/** The present value of a slot, without its type. */
export function valueIn(values: ViewValues, slot: Slot): unknown {
  const kind = kindOf(slot.element.type)
  const stored: Json | undefined = values[slot.block_id]?.[slot.element.action_id]
  return kind === undefined ? undefined : stored?.[kind.field]
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The kind of an element that stores a value. An overflow menu reports its choice but stores none. */
function stateKindOf(slot: Slot): Kind | undefined {
  return slot.element.type === 'overflow' ? undefined : kindOf(slot.element.type)
}

function initialValue(element: Element, kind: Kind, channelId: string | undefined): unknown {
  const given = kind.initial === undefined ? undefined : element[kind.initial]
  if (given !== undefined) return given
  if (element.default_to_current_conversation === true && channelId !== undefined) {
    return kind.many ? stringsOf([channelId]) : channelId
  }
  return kind.many ? [] : null
}
