import { isObject, listOf } from './inspect.ts'
import type { Fields } from './rule.ts'

/** An object and its place in the payload. */
export type Placed = { pointer: string; value: Fields }

/** The blocks of a payload and those one level down, the deepest level. */
export function everyBlock(blocks: unknown): Placed[] {
  return objectsIn(blocks, '/blocks').flatMap((block) => [
    block,
    ...childrenOf(block, isCarousel(block) ? ['elements'] : ['child_blocks', 'tasks']),
  ])
}

export function elementsOf(block: Placed): Placed[] {
  const single = ['accessory', 'element'].flatMap((field) => {
    const value = block.value[field]
    return isObject(value) ? [{ pointer: `${block.pointer}/${field}`, value }] : []
  })
  return [...childrenOf(block, isCarousel(block) ? [] : ['elements', 'actions']), ...single]
}

/** The objects of a list, without anything else in it. */
export function objectsIn(list: unknown, pointer: string): Placed[] {
  return listOf(list).flatMap((value, index) => (isObject(value) ? [{ pointer: `${pointer}/${index}`, value }] : []))
}

/** Whether a block is a carousel. Its elements are cards, and so blocks. */
function isCarousel({ value }: Placed): boolean {
  return value.type === 'carousel'
}

function childrenOf({ pointer, value }: Placed, fields: readonly string[]): Placed[] {
  return fields.flatMap((field) => objectsIn(value[field], `${pointer}/${field}`))
}
