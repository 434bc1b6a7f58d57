/** The mark in a text by which Ferry finds a migration again that it created: `[ferry k3x9]`. */
export function markOf(token: string): string {
  return `[ferry ${token}]`
}

/** A text as somebody wrote it, without Ferry's mark at its end. Empty if there was nothing else. */
export function withoutMark(text: string): string {
  return text.replace(/\s*\[ferry [A-Za-z0-9]+\]\s*$/, '')
}
