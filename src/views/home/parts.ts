import type { KnownBlock } from '@slack/types'
import { button, type Choice, divider, section } from '../blocks/elements.ts'

/** Items of the home tab that are the reader's own affair, and those that are others'. */
type Halves<Item> = { mine: readonly Item[]; others: readonly Item[] }

type Drawing<Item> = {
  /** The items that have a row. */
  shown: readonly Item[]
  /** The heading of one half, which counts all of it. `isAlone`: the other half is empty. */
  title(half: readonly Item[], whose: { isMine: boolean; isAlone: boolean }): string
  row(item: Item): KnownBlock[]
}

/** The reader's own items, then those of others, each half below its own heading. */
export function mineThenOthers<Item>(
  { mine, others }: Halves<Item>,
  { shown, title, row }: Drawing<Item>,
): KnownBlock[] {
  const isAlone = mine.length === 0 || others.length === 0
  const half = (items: readonly Item[], isMine: boolean) =>
    items.length === 0
      ? []
      : [section(`*${title(items, { isMine, isAlone })}*`), ...shown.filter((one) => items.includes(one)).flatMap(row)]
  return [...half(mine, true), ...(isAlone ? [] : [divider]), ...half(others, false)]
}

/** How many have no row, and the way to them. Empty if each has one. */
export function moreRow(left: number, words: string, way: Choice): KnownBlock[] {
  return left <= 0 ? [] : [{ ...section(`${left} more ${words}`), accessory: button(way) }]
}
