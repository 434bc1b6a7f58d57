import { z } from 'zod'
import { maxTokenLength } from '../migrations/spec.ts'

/* The mark by which a creation whose answer was lost is found again, in a text that people read. */

export const token = z
  .string()
  .max(maxTokenLength)
  .regex(/^[A-Za-z0-9]+$/, 'A token has letters and digits only')

/** How many characters a mark takes at most, behind a text. */
export const markLength = markOf('x'.repeat(maxTokenLength)).length + 1

/** "nightly copy [ferry k3x9]" */
export function marked(text: string | undefined, token: string): string {
  return text ? `${text} ${markOf(token)}` : markOf(token)
}

/** No token is found in a longer one: brackets are around it. */
export function isMarked(text: string | undefined, token: string): boolean {
  return text?.includes(markOf(token)) ?? false
}

/** What is wrong with a text that a mark will follow. */
export function markedLengthProblem(text: string | undefined, longest: number): string | undefined {
  const room = longest - markLength
  const length = text?.length ?? 0
  if (length <= room) return undefined
  return `At most ${room} characters fit here, and these are ${length}: Ferry adds a mark by which it finds the migration again.`
}

function markOf(token: string): string {
  return `[ferry ${token}]`
}
