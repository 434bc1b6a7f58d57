import type { Entry } from './entry.ts'
import { subjects } from './subjects.ts'

/** The whole catalogue, in the order of its subjects. */
export const catalogue: readonly Entry[] = subjects.flatMap(({ entries }) => entries)

/** The entry for a code, in upper or lower case. */
export function entryOf(code: string): Entry | undefined {
  const wanted = code.trim().toUpperCase()
  return catalogue.find((entry) => entry.codes.includes(wanted))
}
