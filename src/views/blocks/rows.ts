import type { KnownBlock, SectionBlock } from '@slack/types'
import { context } from './elements.ts'
import { limits } from './limits.ts'

/** Room that is kept free for what stands around the rows. */
const reserved = { blocks: 5, characters: 1500 }

/** Items with one block each, as many as a message can hold, and a line that says how many are left out. */
export function rows<Item>(items: readonly Item[], row: (item: Item) => KnownBlock): KnownBlock[] {
  const shown: KnownBlock[] = []
  let characters = reserved.characters
  for (const item of items.slice(0, limits.messageBlocks - reserved.blocks)) {
    const block = row(item)
    characters += JSON.stringify(block).length
    if (characters > limits.messageCharacters) break
    shown.push(block)
  }
  const left = items.length - shown.length
  return left === 0 ? shown : [...shown, context(`${left} more not shown`)]
}

/**
 * Rows with buttons as far as there is room, in characters of JSON; the rest go without. Long names make long buttons.
 * `others`: what else is to fit.
 */
export function withinRoom(
  rows: readonly SectionBlock[],
  others: readonly KnownBlock[],
  room: number = limits.messageCharacters,
): SectionBlock[] {
  const bare = rows.map(({ accessory: _, ...line }) => line)
  let left = room - JSON.stringify([...bare, ...others]).length
  return rows.map((line, index) => {
    left -= JSON.stringify(line).length - JSON.stringify(bare[index]).length
    return left < 0 ? (bare[index] ?? line) : line
  })
}
