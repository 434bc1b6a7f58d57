import type { Entry } from './entry.ts'

/** What most entries of a list have in common. */
type Common = Pick<Entry, 'statuses' | 'retry' | 'severity'>

/** A list of entries. Each says only what is different from what most of them have in common. */
export function entries(
  common: Common,
  written: readonly (Omit<Entry, keyof Common> & Partial<Common>)[],
): readonly Entry[] {
  return written.map((entry) => ({ ...common, ...entry }))
}
