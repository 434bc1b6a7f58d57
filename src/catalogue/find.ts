import type { Entry } from './entry.ts'
import { type Found, findByCode } from './find-by-code.ts'
import { findByWords } from './find-by-words.ts'

/** More than anybody types on purpose. */
const longestQuery = 200

/**
 * What somebody who typed `query` may mean, best first: a code (`TRF.0055`, `trf 55`, `0055`), a part of one (`trf.00`),
 * or plain words ("frozen account"). A code that is named in full brings only its own entry. Never throws.
 */
export function findEntries(query: string): readonly Entry[] {
  return find(query).map(({ entry }) => entry)
}

/** The same as one code of each entry: that which was typed, so that nobody who asks for S3M reads of OMS. */
export function findCodes(query: string): readonly string[] {
  return find(query).map(({ code }) => code)
}

function find(query: string): Found[] {
  const asked = query.slice(0, longestQuery).normalize('NFKC').toLowerCase()
  const named = findByCode(asked)
  if (named.length > 0) return named
  return findByWords(asked).map((entry) => ({ entry, code: entry.codes[0] ?? '' }))
}
