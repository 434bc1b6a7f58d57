import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { errorsPage } from '../docs/errors.ts'
import { parseSource, readSources } from './source-files.ts'

/** A straight apostrophe within a word, or after the s of a plural. */
const straightApostrophe = /(?<=\p{L})'(?=\p{L})|(?<=s)'(?=[\s.,:;!?)]|$)/u

describe('Text for people', () => {
  test('has curly apostrophes only', () => {
    expect(straightIn(...readSources('src'))).toEqual([])
    expect(errorsPage()).not.toMatch(straightApostrophe)
  })

  test.each([`"the cloud's"`, `'didn\\'t'`, "`the clouds' own`"])('would be found: %s', (text) => {
    expect(straightIn(parseSource('some.ts', `const a = ${text}`))).toHaveLength(1)
  })

  test.each(['"the cloud’s"', `"'quoted'"`, "/cloud's/", "1 // isn't"])('would not be found: %s', (text) => {
    expect(straightIn(parseSource('some.ts', `const a = ${text}`))).toEqual([])
  })
})

function straightIn(...files: readonly ReturnType<typeof parseSource>[]): string[] {
  const strings = files.flatMap((file) => file.strings)
  return strings.filter(({ value }) => straightApostrophe.test(value)).map(({ value, at }) => `${at()} ${value}`)
}

describe('Docstrings', () => {
  /** The opening of a docstring that names no subject. */
  const subjectless = /\/\*\*\s+(?:\*\s+)?What\b.*/g

  test('begin with the noun of their subject', () => {
    const found = globSync('{src,test,playground,bench,build,docs}/**/*.{ts,js}').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(subjectless)].map(([line]) => `${path} ${line}`),
    )
    expect(found).toEqual([])
  })

  test.each([' What is due. */', '\n   * What is due now.\n   */'])('without one would be found: %s', (text) => {
    expect(`/**${text}`).toMatch(subjectless)
  })
})

describe('Names of types', () => {
  /** Nouns that only Ferry would use for a thing that has a common name. */
  const coined = ['Door', 'Desk', 'Deed', 'Errand', 'Courier', 'Making', 'Maker', 'Sought']
  /** Folders whose records keep older names. */
  const exempt = ['src/store/']

  test('are common terms', () => {
    const found = readSources('src').flatMap(({ path, text }) => {
      if (exempt.some((folder) => path.startsWith(folder))) return []
      const names = [...text.matchAll(/^(?:export )?type (\w+)/gm)].map(([, name = '']) => name)
      return names.filter((name) => coined.some((noun) => new RegExp(`^${noun}|${noun}$`).test(name)))
    })
    expect(found).toEqual([])
  })

  test('in the glossary are each declared once', () => {
    const glossary = readFileSync('ARCHITECTURE.md', 'utf8').split('\n## Glossary\n')[1]?.split('\n## ')[0] ?? ''
    const terms = [...glossary.matchAll(/^\| \*\*([\w ]+)\*\* \|[^|]*\| `(\w+)` \|/gm)].map(([, , type = '']) => type)
    expect(terms.length).toBeGreaterThan(10)
    const declared = readSources('src').flatMap(({ text }) =>
      [...text.matchAll(/^export type (\w+)/gm)].map(([, name = '']) => name),
    )
    expect(terms.filter((type) => declared.filter((name) => name === type).length !== 1)).toEqual([])
  })
})
