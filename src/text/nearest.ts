/** The candidates that are most like a typed text, best first. Empty if none is close. */
export function nearest(typed: string, candidates: readonly string[], most = 1): string[] {
  const wanted = typed.toLowerCase().slice(0, 64)
  const tolerance = Math.max(1, Math.floor(wanted.length / 3))
  return candidates
    .map((candidate) => ({ candidate, distance: distanceBetween(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance && distance < wanted.length)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** Number of edits that turn one word into the other. A swap of neighbours is one (optimal string alignment). */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}

/** " Did you mean `list` or `limit`?", which stands after what Ferry did not understand. Empty if nothing comes close. */
export function didYouMean(...meant: readonly (string | undefined)[]): string {
  const known = meant.flatMap((words) => (words === undefined ? [] : [`\`${words}\``]))
  return known.length === 0 ? '' : ` Did you mean ${known.join(' or ')}?`
}
