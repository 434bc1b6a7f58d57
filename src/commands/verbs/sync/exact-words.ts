import { maxLength } from '../../machine/tokenize.ts'

export type ExactWords = { ok: true; words: readonly string[] } | { ok: false; problem: string }

/**
 * Splits typed text into words that must be taken exactly, such as names of objects. Quotes keep blanks in a word. If a
 * phone or Slack may have changed a character, the text is refused with the reason, because the original cannot be
 * told. The first `free` words may be anything.
 */
export function exactWords(text: string, free: number): ExactWords {
  if (text.length > maxLength) return refused('This is too long to type.')
  const words: string[] = []
  let rest = unwrapped(text).trimStart()
  while (rest !== '') {
    const [whole, quoted, bare = ''] = /^(?:["“”„‟«»]([^"“”„‟«»]*)["“”„‟«»]|(\S+))/.exec(rest) ?? ['', undefined, rest]
    const word = quoted ?? bare
    const problem = words.length < free ? undefined : wordProblem(word, quoted === undefined)
    if (problem !== undefined) return refused(problem)
    rest = rest.slice(whole.length)
    if (rest !== '' && !/^\s/.test(rest)) return refused(`There is a quotation mark inside “${shown(word + rest)}”.`)
    rest = rest.trimStart()
    words.push(word)
  }
  return { ok: true, words }
}

/** Removes the links that Slack makes of names, and decodes its three entities. */
function unwrapped(text: string): string {
  return text
    .replaceAll(/<(?:https?:\/\/|mailto:|tel:)[^|>\s]*\|([^>]*)>/g, '$1')
    .replaceAll(/<(https?:\/\/[^>|\s]*)>/g, '$1')
    .replaceAll(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>' })[name] ?? '&')
}

function wordProblem(word: string, isBare: boolean): string | undefined {
  if (word === '') return 'There is an empty name.'
  if (/^<[#@!]/.test(word)) return `“${shown(word)}” is a channel or a person in Slack.`
  if (isBare && /["“”„‟«»]/.test(word)) return `There is a quotation mark inside “${shown(word)}”.`
  const changed = /[‘’‚‛`´‐-―−]|(?! )[\s\p{Cc}\p{Cf}]/u.exec(word)?.[0]
  if (changed !== undefined) return `Your phone or Slack may have changed a character of “${shown(word)}” on the way.`
  return isBare && word.endsWith(',') ? `“${shown(word)}” ends in a comma. Separate names with spaces only.` : undefined
}

function refused(problem: string): ExactWords {
  return { ok: false, problem }
}

function shown(text: string): string {
  return text.slice(0, 60)
}
