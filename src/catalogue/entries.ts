import type { Entry } from './entry.ts'

/** The values that most entries of one list share. */
type Common = Pick<Entry, 'statuses' | 'retry' | 'severity'>

/** Completes a list of entries: a value that an entry leaves out is the common one. */
export function entries(
  common: Common,
  written: readonly (Omit<Entry, keyof Common> & Partial<Common>)[],
): readonly Entry[] {
  return written.map((entry) => ({ ...common, ...entry }))
}
