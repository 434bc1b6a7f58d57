import { withoutTrail } from './tokenize.ts'

/** A question that somebody typed in place of a verb. */
export type Question = {
  /** The word that it begins with, such as `what`. */
  asks: string
  /** All other words, in lower case and without what phones and people add to their ends. */
  words: readonly string[]
  /** The migration that it names, as it was typed. */
  ref?: string
}

type Answering = { answersTo?(question: Question): string | undefined }

/** The question that typed words are, by the first of them: "what's" is "what". Undefined if it begins none. */
export function questionIn(first: string, rest: readonly string[], ref: string | undefined): Question | undefined {
  const asks = [first, first.replace(/['’]?(s|re)$/, '')].find((word) => openings.has(word))
  if (asks === undefined) return undefined
  const words = rest.map((word) => withoutTrail(word.toLowerCase()))
  return { asks, words, ...(ref !== undefined && { ref }) }
}

/** The text of a command that answers a question. */
export function answering(question: Question, commands: readonly Answering[]): string | undefined {
  return commands.flatMap(({ answersTo }) => answersTo?.(question) ?? [])[0]
}

/** Words that begin a question. They are no misspelled verbs, though "who" is nearly "why". */
const openings = new Set(
  'any anybody anyone anything are can did do does has have how is what when where which who whose'.split(' '),
)
