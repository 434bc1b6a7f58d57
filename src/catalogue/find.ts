import { findByCode, isCode } from './find-by-code.ts'
import { findByWords } from './find-by-words.ts'

/** Longest query that is read: more than anybody types on purpose. */
const longestQuery = 200

/**
 * The codes that somebody who typed `query` may mean, best first: a code (`TRF.0055`, `trf 55`, `0055`), a part of one
 * (`trf.00`), or plain words ("frozen account"). A full code brings only its own entry. Each entry brings only one
 * code, the one that was typed, so that people who ask for S3M do not read about OMS. Never throws.
 */
export function findCodes(query: string): readonly string[] {
  const asked = query.slice(0, longestQuery).normalize('NFKC').toLowerCase()
  const named = findByCode(asked).map(({ code }) => code)
  if (named.length > 0 || isCode(asked)) return named
  return findByWords(asked).map(({ codes: [first = ''] }) => first)
}
