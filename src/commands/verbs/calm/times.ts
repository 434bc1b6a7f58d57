const units = [
  { ms: 60_000, word: /^(m|mins?|minutes?)$/i },
  { ms: 3_600_000, word: /^(h|hrs?|hours?)$/i },
  { ms: 86_400_000, word: /^(d|days?)$/i },
  { ms: 7 * 86_400_000, word: /^(w|wks?|weeks?)$/i },
] as const

/** The beginning of typed words, read as a span. `ms`: its length in milliseconds, absent if it is none. */
export type TypedSpan = { typed: string; ms?: number; rest: readonly string[] }

/**
 * Reads a span such as 2h, 30 minutes or 1 d at the beginning of words, perhaps behind a "for". A unit is read as a
 * whole word: the months of "2months" are no minutes.
 */
export function readSpan(words: readonly string[]): TypedSpan {
  const single = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '')
  const [first = '', second, ...others] = single[0]?.toLowerCase() === 'for' ? single.slice(1) : single
  const isApart = /^\d+$/.test(first) && second !== undefined
  const typed = isApart ? `${first} ${second}` : first
  const rest = isApart || second === undefined ? others : [second, ...others]
  const [, count = '', name = ''] = /^(\d{1,4}) ?([a-z]+)[.,]?$/i.exec(typed) ?? []
  const unit = units.find(({ word }) => word.test(name))
  return unit === undefined || Number(count) === 0 ? { typed, rest } : { typed, ms: Number(count) * unit.ms, rest }
}
