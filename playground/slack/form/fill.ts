import type { FieldValue } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import type { OpenView, World } from '../world.ts'
import { resolve } from './resolve.ts'
import { type Slot, slotName, slotsOf } from './slots.ts'
import { setValue } from './values.ts'

export type Fields = Record<string, FieldValue>

/** Fills in the view with the person's answers. Throws `BadAct` for an unknown input or option. */
export function fillView(world: World, view: OpenView, fields: Fields): void {
  for (const [slot, field] of matchFields(view, fields)) {
    setValue(view.values, slot, resolve({ world, container: view.id, slot }, field))
  }
}

/** Each answer with its slot: by block_id, by visible label, or by action_id. */
export function matchFields(view: OpenView, fields: Fields): [Slot, FieldValue][] {
  const slots = slotsOf(view.payload.blocks)
  return Object.entries(fields).map(([key, field]) => [findSlot(slots, key), field])
}

function findSlot(slots: Slot[], key: string): Slot {
  const byBlock = slots.filter((slot) => slot.block_id === key)
  const byLabel = slots.filter((slot) => slot.input?.label === key)
  const byAction = slots.filter((slot) => slot.element.action_id === key)
  const found = [byBlock, byLabel, byAction].find((matches) => matches.length > 0) ?? []
  const [only, ...more] = found
  if (only === undefined) {
    return notOffered(`This view has no input "${key}"; it has ${slots.map(slotName).join(', ') || 'none'}`)
  }
  if (more.length > 0) return notOffered(`This view has ${found.length} inputs "${key}"; name one by its block_id`)
  return only
}
