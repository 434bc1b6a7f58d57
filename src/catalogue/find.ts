import type { Entry } from './entry.ts'
import { findByCode } from './find-by-code.ts'
import { findByWords } from './find-by-words.ts'

/** More than anybody types on purpose. */
const longestQuery = 200

/**
 * What somebody who typed `query` may mean, best first: a code (`TRF.0055`, `trf 55`, `0055`), a part of one (`trf.00`),
 * or plain words ("frozen account"). A code that is named in full brings only its own entry. Never throws.
 */
export function findEntries(query: string): readonly Entry[] {
  const asked = query.slice(0, longestQuery).normalize('NFKC').toLowerCase()
  const named = findByCode(asked)
  return named.length > 0 ? named : findByWords(asked)
}
