/** The order of a list whose cloud promises none. `scattered` depends on the ids alone. */
export type ListOrder = 'newest first' | 'oldest first' | 'scattered'

export function inOrder<Item>(oldestFirst: readonly Item[], order: ListOrder, idOf: (item: Item) => string): Item[] {
  if (order === 'oldest first') return [...oldestFirst]
  if (order === 'newest first') return oldestFirst.toReversed()
  const keyed = oldestFirst.map((item) => ({ item, key: scatter(idOf(item)) }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}

/** A number that depends on every character of an id. */
function scatter(id: string): number {
  return [...id].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619) >>> 0, 2_166_136_261)
}
