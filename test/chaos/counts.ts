/** How often each word occurs, in words. */
export function countsOf(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, times]) => (times === 1 ? word : `${times} × ${word}`)).join(', ')
}
