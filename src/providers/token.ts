import { z } from 'zod'
import { maxTokenLength } from '../migrations/spec.ts'

/* The mark by which a creation whose answer was lost is found again, in a text that people read. */

export const token = z
  .string()
  .max(maxTokenLength)
  .regex(/^[A-Za-z0-9]+$/, 'A token has letters and digits only')

/** How many characters a mark takes at most, behind a text. */
export const markLength = markOf('x'.repeat(maxTokenLength)).length + 1

/** The same, behind a name. */
export const nameMarkLength = nameMarkOf('x'.repeat(maxTokenLength)).length + 1

/** "nightly copy [ferry k3x9]" */
export function marked(text: string | undefined, token: string): string {
  return text ? `${text} ${markOf(token)}` : markOf(token)
}

/** No token is found in a longer one: brackets are around it. */
export function isMarked(text: string | undefined, token: string): boolean {
  return text?.includes(markOf(token)) ?? false
}

/** For names whose characters no document tells: "nightly-copy-ferry-k3x9" has none that is allowed nowhere. */
export function markedName(name: string | undefined, token: string): string {
  return name ? `${name}-${nameMarkOf(token)}` : nameMarkOf(token)
}

/** The mark of a name ends it. Names from before carry that of a text. */
export function isNameMarked(name: string | undefined, token: string): boolean {
  return name === nameMarkOf(token) || name?.endsWith(`-${nameMarkOf(token)}`) === true || isMarked(name, token)
}

/** What is wrong with a text that a mark will follow. */
export function markedLengthProblem(text: string | undefined, longest: number, mark = markLength): string | undefined {
  const room = longest - mark
  const length = text?.length ?? 0
  if (length <= room) return undefined
  return `At most ${room} characters fit here, and these are ${length}: Ferry adds a mark by which it finds the migration again.`
}

function nameMarkOf(token: string): string {
  return `ferry-${token}`
}

function markOf(token: string): string {
  return `[ferry ${token}]`
}
