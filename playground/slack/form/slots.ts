import { isRecord, type Json, recordsOf, textOf } from '../json.ts'
import type { Block } from '../protocol.ts'

export type Element = Json & { type: string; action_id: string }

/** A place in a message or view where a person can act. */
export type Slot = {
  block_id: string
  element: Element
  /** Label and rules of the input block around the element, if any. */
  input?: { label: string; isOptional: boolean }
  /** Whether a use is reported to the app at once. */
  dispatches: boolean
}

/** All interactive elements in the blocks, in reading order, wherever a block type has them. */
export function slotsOf(blocks: Block[]): Slot[] {
  return blocks.flatMap((block) =>
    block.type === 'input' ? inputSlot(block) : slotsWithin(block, block.block_id ?? ''),
  )
}

/** The name that a person would use for the slot. */
export function slotName(slot: Slot): string {
  return slot.input?.label ?? slot.element.action_id
}

function inputSlot(block: Block): Slot[] {
  if (!isElement(block.element)) return []
  const label = isRecord(block.label) ? textOf(block.label.text) : undefined
  return [
    {
      block_id: block.block_id ?? '',
      element: block.element,
      input: { label: label ?? '', isOptional: block.optional === true },
      dispatches: block.dispatch_action === true,
    },
  ]
}

function slotsWithin(record: Json, nearestBlockId: string): Slot[] {
  const blockId = textOf(record.block_id) ?? nearestBlockId
  const children = Object.values(record).flatMap((value) => (isRecord(value) ? [value] : recordsOf(value)))
  return children.flatMap((child) => {
    if (child.type === 'input')
      return inputSlot({ ...child, type: 'input', block_id: textOf(child.block_id) ?? blockId })
    if (isElement(child)) return [{ block_id: blockId, element: child, dispatches: true }]
    return slotsWithin(child, blockId)
  })
}

function isElement(value: unknown): value is Element {
  return isRecord(value) && typeof value.type === 'string' && typeof value.action_id === 'string'
}
