import fc from 'fast-check'

/** Halves of characters, which are none by themselves. */
const firstHalf = 0xd800
const halves = 0x800
const lastCharacter = 0x10ffff

/**
 * Any character that there is. The same as the unit `binary` of fast-check, which takes a second of a processor and 150 MB
 * for a table of all of them.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(lastCharacter - halves)
  .map((place) => String.fromCodePoint(place < firstHalf ? place : place + halves), placeOf)

/** Where a character stands. fast-check asks, so that it can also begin with words that have a meaning in JavaScript. */
function placeOf(text: unknown): number {
  const code = typeof text === 'string' ? text.codePointAt(0) : undefined
  const isNone = code === undefined || (code >= firstHalf && code < firstHalf + halves)
  if (isNone || text !== String.fromCodePoint(code)) throw new RangeError('It is not one character')
  return code < firstHalf ? code : code - halves
}
