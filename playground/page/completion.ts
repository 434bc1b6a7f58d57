/** A suggestion with which the composer can complete the text. */
export type Suggestion = { insert: string; label: string; note: string }

/** Everything that can be completed: the app's commands, people and channels. */
export type Vocabulary = {
  commands: readonly Suggestion[]
  people: readonly Suggestion[]
  channels: readonly Suggestion[]
}

export type Completion = { from: number; to: number; suggestions: Suggestion[] }

const maxShown = 8

/** Finds suggestions for the caret: a command at the very start, a person after `@`, a channel after `#`. */
export function complete(text: string, caret: number, vocabulary: Vocabulary): Completion | undefined {
  const before = text.slice(0, caret)
  const word = /(?:^|\s)([/@#][^\s@#]*)$/.exec(before)?.[1]
  if (word === undefined) return undefined
  const from = caret - word.length
  const pool = poolFor(word, from, vocabulary)
  const wanted = word.slice(1).toLocaleLowerCase()
  const suggestions = pool
    .filter(({ insert, label, note }) => matches(wanted, [insert.slice(1), label, note]))
    .slice(0, maxShown)
  const isDone = suggestions.some(({ insert }) => insert === word)
  return suggestions.length === 0 || isDone ? undefined : { from, to: caret, suggestions }
}

/** The text with the suggestion inserted, and the new position of the caret. */
export function applySuggestion(
  text: string,
  completion: Completion,
  suggestion: Suggestion,
): { text: string; caret: number } {
  const inserted = `${suggestion.insert} `
  const after = text.slice(completion.to).replace(/^ /, '')
  return { text: text.slice(0, completion.from) + inserted + after, caret: completion.from + inserted.length }
}

function poolFor(word: string, from: number, { commands, people, channels }: Vocabulary): readonly Suggestion[] {
  if (word.startsWith('/')) return from === 0 ? commands : []
  return word.startsWith('@') ? people : channels
}

function matches(wanted: string, candidates: string[]): boolean {
  return candidates.some((candidate) =>
    candidate
      .toLocaleLowerCase()
      .split(/[\s-]+/)
      .some((part) => part.startsWith(wanted)),
  )
}
