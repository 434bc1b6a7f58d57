import { findByCode, findByFragment, isCode, isNumber } from './find-by-code.ts'
import { type FoundByWords, findByWords } from './find-by-words.ts'

/** Longest query that is read: more than anybody types on purpose. */
const longestQuery = 200

/** Result of a search of the catalogue. Each entry brings one code, best first. */
export type Finding =
  /** The text names these codes, or part of them. `isWhole`: it names nothing else. */
  | { type: 'named'; codes: readonly string[]; isWhole: boolean }
  /** The text is only a code, and nobody knows it. */
  | { type: 'unknown code' }
  | FoundByWords

/**
 * Searches the catalogue for a code (`TRF.0055`, `trf 55`, `0055`), a part of one (`trf.00`), or plain
 * words ("frozen account"). A full code brings only its own entry, and the code that was typed, so that people who ask
 * for S3M do not read about OMS. Never throws.
 */
export function searchCatalogue(query: string): Finding {
  const asked = query.slice(0, longestQuery).normalize('NFKC').toLowerCase()
  const isWhole = isCode(asked) || isNumber(asked)
  const named = findByCode(asked).map(({ code }) => code)
  if (named.length > 0) return { type: 'named', codes: named, isWhole }
  const parts = findByFragment(asked).map(({ code }) => code)
  if (parts.length > 0) return { type: 'named', codes: parts, isWhole: isCode(asked) }
  return isCode(asked) ? { type: 'unknown code' } : findByWords(asked)
}

/**
 * The part of a longer text, such as a message, that is worth looking up: the first that names a code, or else its
 * beginning.
 */
export function tellingPart(text: string): string {
  const parts = text.match(/\S.{0,180}\S*/gsu) ?? []
  return parts.find((part) => findByCode(part.normalize('NFKC').toLowerCase()).length > 0) ?? parts[0] ?? ''
}
