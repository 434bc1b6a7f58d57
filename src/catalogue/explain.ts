import { defined } from '../defined.ts'
import type { ErrorDetails } from '../errors/errors.ts'
import type { About, Case, Entry, Meaning, Remedy, Turn } from './entry.ts'
import { entryOf } from './index.ts'
import { quote } from './quote.ts'

export type { About } from './entry.ts'
export { ongoingAdvice, supportAdvice } from './ongoing.ts'
export { quoteBriefly } from './quote.ts'
export { wordsForEachTurn, wordsForRetry, wordsForTurn } from './words.ts'

/** A provider's own words about a failure. */
export type ProviderFailure = { code?: string; message?: string; detail?: string }

export type Explanation = Meaning & {
  code?: string
  isKnown: boolean
  remedy?: Remedy
  /** The remedy where nobody has just asked for anything, if it is one of its own. */
  ongoing?: string
  /** The provider's own words, redacted and cut; absent where they add nothing. */
  providerMessage?: string
}

/** The parts of an error's details that the catalogue understands. */
export function failureIn({ code, message, detail }: ErrorDetails): ProviderFailure {
  return {
    ...(code === undefined ? {} : { code: String(code) }),
    ...(message === undefined ? {} : { message: String(message) }),
    ...(detail === undefined ? {} : { detail: String(detail) }),
  }
}

/** Explains what a failure means and what to do. Never throws, whatever the provider sent. */
export function explain({ code = '', message = '', detail = '' }: ProviderFailure): Explanation {
  const words = quote(message, detail)
  const entry = entryOf(code)
  if (entry) return explainKnown(entry, code.trim().toUpperCase(), words)
  return { ...explainUnknown(quote(code), words), isKnown: false, ...(words === '' ? {} : { providerMessage: words }) }
}

export type SharedExplanation = Explanation & {
  /** The thing that the explanation speaks of. Undefined if it is neither a bucket nor the account. */
  about?: About
  /** `what`, if the failures have different buckets or accounts. */
  several?: string
}

/**
 * Explains what failures with one cause have in common, from what the cloud said about one of them. Leaves out what only
 * that one message says, such as the name of a bucket. Never throws.
 */
export function explainShared(failure: ProviderFailure): SharedExplanation {
  const { code = '', message, detail } = failure
  const entry = entryOf(code)
  if (entry === undefined) return explain(failure)
  const cases = (entry.cases ?? []).filter((one) => !hasPlaceholder(one))
  const explanation = explainKnown({ ...entry, cases }, code.trim().toUpperCase(), quote(message ?? '', detail ?? ''))
  const several = explanation.what === entry.what ? entry.several : undefined
  return { ...explanation, ...defined({ about: entry.about ?? aboutOf(explanation.turn), several }) }
}

function hasPlaceholder({ what = '', fix = '' }: Case): boolean {
  return placeholder.test(what) || placeholder.test(fix)
}

const placeholder = /\{\d\}/

function aboutOf(turn: Turn): About | undefined {
  switch (turn) {
    case 'source keys':
    case 'source':
      return 'source'
    case 'target keys':
    case 'target':
      return 'target'
    case 'account':
      return 'account'
    default:
      return undefined
  }
}

function explainKnown(entry: Entry, code: string, words: string): Explanation {
  for (const { says, ...narrower } of entry.cases ?? []) {
    const match = says.exec(words)
    // The case has understood the provider's words, so they are not repeated.
    if (match) return { code, isKnown: true, ...fillMeaning({ ...meaningOf(entry), ...narrower }, match.slice(1)) }
  }
  return {
    code,
    isKnown: true,
    ...meaningOf(entry),
    ...defined({ remedy: entry.remedy, ongoing: entry.ongoing }),
    ...(entry.quotes && words !== '' ? { providerMessage: words } : {}),
  }
}

function explainUnknown(code: string, words: string): Meaning & { code?: string } {
  const undecided = { turn: 'request', retry: 'unknown', severity: 'failure' } as const
  if (code !== '') {
    return {
      code,
      what: `Ferry doesn’t know the code \`${code}\`.`,
      fix:
        words === ''
          ? 'Look the code up in the cloud’s documentation, or ask the cloud’s support about it.'
          : 'Read the cloud’s own message. If it does not help, ask the cloud’s support and give them the code.',
      ...undecided,
    }
  }
  return {
    what: words === '' ? 'The cloud did not say why.' : 'The cloud gave no error code, only a message.',
    fix: 'Check the cloud’s console, and the list of failed objects or tasks if there is one. They often give the reason.',
    ...undecided,
  }
}

function meaningOf({ what, fix, turn, retry, severity }: Entry): Meaning {
  return { what, fix, turn, retry, severity }
}

function fillMeaning(meaning: Meaning, captured: readonly (string | undefined)[]): Meaning {
  return { ...meaning, what: fill(meaning.what, captured), fix: fill(meaning.fix, captured) }
}

function fill(template: string, captured: readonly (string | undefined)[]): string {
  return template.replaceAll(/\{(\d)\}/g, (_, index: string) => captured[Number(index)] ?? '')
}
