import type { Entry } from './entry.ts'
import { catalogue } from './index.ts'

/**
 * A code as people write it: `trf 55` is `{ prefix: 'trf', name: '55' }`. Most names are numbers. UpCloud's begin with
 * ERROR_.
 */
type Mention = { prefix?: string; name: string }

const shortestFragment = 3
/** Digits that a number among words must have to count as a code: as many as most codes. */
const codeDigits = 4

/** The codes that a lower-case text names, one of each entry. */
export function findByCode(asked: string): Found[] {
  const mentions = mentionsIn(bare(asked))
  return codesThat((code) => mentions.some((mention) => isNamed(code, mention)))
}

/** The codes of which a lower-case text is a part, one of each entry. */
export function findByFragment(asked: string): Found[] {
  const fragment = asked.replaceAll(/[^a-z0-9_]/g, '')
  if (fragment.length < shortestFragment) return []
  const isNumber = /^\d+$/.test(fragment)
  return codesThat(({ prefix, name }) => (isNumber ? name.includes(fragment) : `${prefix}${name}`.startsWith(fragment)))
}

/** An entry, and the one of its codes that was meant. */
export type Found = { entry: Entry; code: string }

/** A text without the words that go with any code. */
function bare(asked: string): string {
  return asked.replaceAll(/(?<![a-z0-9_])(?:code|error|status)(?![a-z0-9_])/g, ' ').replaceAll(/\s+/g, ' ')
}

/** Whether a text is only a code, known or not. What its letters and digits mean as words is chance. */
export function isCode(asked: string): boolean {
  const [, prefix] = /^\W*([a-z][a-z0-9_]*?)\W{0,3}\d+\W*$/.exec(bare(asked)) ?? []
  return prefix !== undefined && isPrefix(prefix)
}

/** Whether a text is only a number, which may be a code’s. */
export function isNumber(asked: string): boolean {
  return /^\W*\d+\W*$/.test(bare(asked))
}

function mentionsIn(asked: string): Mention[] {
  if (/^\W*\d+\W*$/.test(asked)) return [{ name: asked.replaceAll(/\D/g, '') }]
  const numbered = [...asked.matchAll(/(?<![a-z0-9_])([a-z][a-z0-9_]*?)?[^a-z0-9]{0,3}(\d{1,6})(?![a-z0-9])/g)]
  const named = [...asked.matchAll(/(?<![a-z0-9_])[a-z]+_[a-z_]+(?![a-z0-9_])/g)]
  return [
    ...numbered.flatMap(([, prefix, name = '']) => {
      if (prefix !== undefined && isPrefix(prefix)) return [{ prefix, name }]
      return name.length >= codeDigits ? [{ name }] : []
    }),
    ...named.flatMap(([name]) => [{ name }, { name: name.replace(/^error_/, '') }]),
  ]
}

function isPrefix(text: string): boolean {
  return catalogue.some(({ codes }) => codes.some((code) => partsOf(code).prefix === text))
}

/** Whether a mention names a code. `55` is short for 0055, but `005` is only the beginning of a code. */
function isNamed(code: Required<Mention>, { prefix, name }: Mention): boolean {
  if (prefix !== undefined && prefix !== code.prefix) return false
  return code.name === name || code.name.replace(/^0+/, '') === name
}

function codesThat(isWanted: (code: Required<Mention>) => boolean): Found[] {
  return catalogue.flatMap((entry) => {
    const code = entry.codes.find((each) => isWanted(partsOf(each)))
    return code === undefined ? [] : [{ entry, code }]
  })
}

/** Prefix and name of a code. A reason in a list of failed objects has no prefix. */
function partsOf(code: string): Required<Mention> {
  const [name = '', prefix = ''] = code.toLowerCase().split('.').reverse()
  return { prefix, name }
}
