import { findByCode, isCode } from './find-by-code.ts'
import { findByWords } from './find-by-words.ts'

/** More than anybody types on purpose. */
const longestQuery = 200

/**
 * What somebody who typed `query` may mean, best first: a code (`TRF.0055`, `trf 55`, `0055`), a part of one (`trf.00`),
 * or plain words ("frozen account"). A code that is named in full brings only its own entry, each entry only one code:
 * that which was typed, so that nobody who asks for S3M reads of OMS. Never throws.
 */
export function findCodes(query: string): readonly string[] {
  const asked = query.slice(0, longestQuery).normalize('NFKC').toLowerCase()
  const named = findByCode(asked).map(({ code }) => code)
  if (named.length > 0 || isCode(asked)) return named
  return findByWords(asked).map(({ codes: [first = ''] }) => first)
}
