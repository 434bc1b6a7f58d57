import type { Entry } from './entry.ts'
import { catalogue } from './index.ts'

/** A code as people write it: `trf 55` is `{ prefix: 'trf', digits: '55' }`. */
type Mention = { prefix?: string; digits: string }

const shortestFragment = 3
/** A number among words is taken for a code only if it is as long as one. */
const codeDigits = 4

/** Entries whose code is named in lower-case text; if there are none, those of which the text is a part. */
export function findByCode(asked: string): Entry[] {
  const mentions = mentionsIn(asked)
  const named = entriesWhose((code) => mentions.some((mention) => isNamed(code, mention)))
  return named.length > 0 ? named : findByFragment(asked.replaceAll(/[^a-z0-9_]/g, ''))
}

function findByFragment(fragment: string): Entry[] {
  if (fragment.length < shortestFragment) return []
  const isNumber = /^\d+$/.test(fragment)
  return entriesWhose(({ prefix, digits }) =>
    isNumber ? digits.includes(fragment) : `${prefix}${digits}`.startsWith(fragment),
  )
}

function mentionsIn(asked: string): Mention[] {
  if (/^\W*\d+\W*$/.test(asked)) return [{ digits: asked.replaceAll(/\D/g, '') }]
  return [...asked.matchAll(/(?<![a-z0-9_])([a-z][a-z0-9_]*?)?[^a-z0-9]{0,3}(\d{1,6})(?![a-z0-9])/g)].flatMap(
    ([, prefix, digits = '']) => {
      if (prefix !== undefined && isPrefix(prefix)) return [{ prefix, digits }]
      return digits.length >= codeDigits ? [{ digits }] : []
    },
  )
}

function isPrefix(text: string): boolean {
  return catalogue.some(({ codes }) => codes.some((code) => partsOf(code).prefix === text))
}

/** `55` is short for 0055, but `005` is only the beginning of a code. */
function isNamed(code: Required<Mention>, { prefix, digits }: Mention): boolean {
  if (prefix !== undefined && prefix !== code.prefix) return false
  return code.digits === (digits.startsWith('0') ? digits : digits.padStart(codeDigits, '0'))
}

function entriesWhose(isWanted: (code: Required<Mention>) => boolean): Entry[] {
  return catalogue.filter(({ codes }) => codes.some((code) => isWanted(partsOf(code))))
}

function partsOf(code: string): Required<Mention> {
  const [prefix = '', digits = ''] = code.toLowerCase().split('.')
  return { prefix, digits }
}
