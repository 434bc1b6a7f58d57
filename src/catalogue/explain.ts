import type { ErrorDetails } from '../errors.ts'
import type { Entry, Meaning, Remedy } from './entry.ts'
import { entryOf } from './index.ts'
import { quote } from './quote.ts'

export { wordsForRetry, wordsForTurn } from './words.ts'

/** A provider's own words about a failure. */
export type ProviderFailure = { code?: string; message?: string; detail?: string }

export type Explanation = Meaning & {
  code?: string
  isKnown: boolean
  remedy?: Remedy
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
    ...(entry.remedy === undefined ? {} : { remedy: entry.remedy }),
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
