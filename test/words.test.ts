import { describe, expect, test } from 'vitest'
import { errorsPage } from '../docs/errors.ts'
import { parseSource, readSources } from './source-files.ts'

/** Within a word, or after the s of several. */
const straightApostrophe = /(?<=\p{L})'(?=\p{L})|(?<=s)'(?=[\s.,:;!?)]|$)/u

describe('Words that people read', () => {
  test('have curly apostrophes only', () => {
    expect(straightIn(...readSources('src'))).toEqual([])
    expect(errorsPage()).not.toMatch(straightApostrophe)
  })

  test.each([`"the cloud's"`, `'didn\\'t'`, "`the clouds' own`"])('%s would be found', (text) => {
    expect(straightIn(parseSource('some.ts', `const a = ${text}`))).toHaveLength(1)
  })

  test.each(['"the cloud’s"', `"'quoted'"`, "/cloud's/", "1 // isn't"])('%s is no such word', (text) => {
    expect(straightIn(parseSource('some.ts', `const a = ${text}`))).toEqual([])
  })
})

function straightIn(...files: readonly ReturnType<typeof parseSource>[]): string[] {
  const strings = files.flatMap((file) => file.strings)
  return strings.filter(({ value }) => straightApostrophe.test(value)).map(({ value, at }) => `${at} ${value}`)
}
