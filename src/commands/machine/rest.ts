import { AppError } from '../../errors/errors.ts'
import { isChannel, namingWords } from '../find/words.ts'
import type { Command, Flags } from './command.ts'

/** A command's words as they were read. */
type Typed = { words: readonly string[]; flags: Flags }

/** The words that a command does not take. Words that say nothing, such as "please", are none of them. */
export function restOf({ takes }: Pick<Command, 'takes'>, typed: Typed): string[] {
  const taken = typeof takes === 'function' ? takes(typed) : takes
  if (taken === 'text') return []
  const { most, channel } = taken
  const others = most === 'any' ? [] : namingWords(typed.words).slice(most)
  return [...others, ...typed.words.filter(isChannel).slice(channel ? 1 : 0)]
}

/**
 * The error for words that a command does not understand. Beside it stand the commands without them that may have been
 * meant: one for each migration that was named, unless an option was typed, since that could skip a question.
 */
export function restUnknown(
  { verb, usage }: Pick<Command, 'verb' | 'usage'>,
  rest: readonly string[],
  typed?: Typed,
): AppError {
  const named = rest.slice(0, mostNamed).map((word) => `\`${word.slice(0, 60)}\``)
  const more = rest.length > mostNamed ? [`${rest.length - mostNamed} more`] : []
  const meant = typed === undefined ? [] : meantBy(verb, rest, typed)
  return new AppError('rest_unknown', {
    rest: new Intl.ListFormat('en').format([...named, ...more]),
    usage,
    verb,
    ...(meant.length > 0 && { meant }),
  })
}

const mostNamed = 3

/** Throws rest_unknown if there are words that a command has found no meaning for. */
export function refuseRest(rest: readonly string[], command: Pick<Command, 'verb' | 'usage'>): void {
  if (rest.length > 0) throw restUnknown(command, rest)
}

function meantBy(verb: string, rest: readonly string[], { words, flags }: Typed): string[] {
  const understood = words.filter((word) => !rest.includes(word))
  const isPlain = [...understood, ...rest].every((word) => !/\s/.test(word))
  if (!isPlain || Object.keys(flags).length > 0) return []
  const first = [verb, ...understood].join(' ')
  const isEachNamed = understood.length === 1 && rest.length < mostNamed && [...understood, ...rest].every(mayBeId)
  return isEachNamed ? [first, ...rest.map((word) => `${verb} ${word}`)] : [first]
}

function mayBeId(word: string): boolean {
  return /\d{4}/.test(word)
}
