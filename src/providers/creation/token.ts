import { z } from 'zod'
import { markOf } from '../../migrations/spec/mark.ts'
import { maxTokenLength } from '../../migrations/spec/spec.ts'

/* The mark by which a creation whose answer was lost is found again, in a text that people read. */

export const token = z
  .string()
  .max(maxTokenLength)
  .regex(/^[A-Za-z0-9]+$/, 'A token has letters and digits only')

/** A token of the greatest length. Checks use it, so that whatever they let through has room for any token. */
export const longestToken = 'x'.repeat(maxTokenLength)

/** The most characters that a mark adds after a text. */
const markLength = markOf(longestToken).length + 1

/** The most characters that a mark adds after a name. */
export const nameMarkLength = nameMarkOf(longestToken).length + 1

/** A text with its mark: "nightly copy [ferry k3x9]". */
export function marked(text: string | undefined, token: string): string {
  return text ? `${text} ${markOf(token)}` : markOf(token)
}

/** Whether a text carries this token's mark. Its brackets keep one token from being found inside a longer one. */
export function isMarked(text: string | undefined, token: string): boolean {
  return text?.includes(markOf(token)) ?? false
}

/**
 * A name with its mark, "nightly-copy-ferry-k3x9", for names whose characters no document lists: it adds none that is
 * forbidden anywhere.
 */
export function markedName(name: string | undefined, token: string): string {
  return name ? `${name}-${nameMarkOf(token)}` : nameMarkOf(token)
}

/**
 * Whether a name ends with this token's mark. Names that earlier versions made carry the mark of a text, which counts
 * too.
 */
export function isNameMarked(name: string | undefined, token: string): boolean {
  return name === nameMarkOf(token) || name?.endsWith(`-${nameMarkOf(token)}`) === true || isMarked(name, token)
}

/** Why a text is too long for the mark that will follow it. Undefined if it fits. */
export function markedLengthProblem(text: string | undefined, longest: number, mark = markLength): string | undefined {
  const room = longest - mark
  const length = text?.length ?? 0
  if (length <= room) return undefined
  return `Use at most ${room} characters. This has ${length}, and Ferry adds a mark to find the migration again.`
}

function nameMarkOf(token: string): string {
  return `ferry-${token}`
}
