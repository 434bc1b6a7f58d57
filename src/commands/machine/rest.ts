import { AppError } from '../../errors/errors.ts'
import { withoutMentions } from '../../views/words/text.ts'
import { isChannel, isPolite, namingWords } from '../find/words.ts'
import type { Command, Flags } from './command.ts'
import { takesIds } from './pasted.ts'

/** A command's words as they were read. */
type Typed = { words: readonly string[]; flags: Flags }

/**
 * The words that a command does not take. Words that say nothing, such as "please", are none of them, nor is "it" or
 * "here" in a command about a migration or a channel.
 */
export function restOf({ takes, usage }: Pick<Command, 'takes' | 'usage'>, typed: Typed): string[] {
  const taken = typeof takes === 'function' ? takes(typed) : takes
  if (taken === 'text') return []
  const { most, channel } = taken
  const said = typed.words.filter((word) => !isChannel(word) && !isPolite(word))
  const telling = channel || takesIds({ usage }) ? namingWords(said) : said
  const others = most === 'any' ? [] : telling.slice(most)
  return [...others, ...typed.words.filter(isChannel).slice(channel ? 1 : 0)]
}

/**
 * The error for words that a command does not understand. Beside it stand the commands without them that may have been
 * meant: one for each migration that was named, unless an option was typed, since that could skip a question.
 */
export function restUnknown(
  command: Pick<Command, 'verb' | 'usage'>,
  rest: readonly string[],
  typed?: Typed,
): AppError {
  const { verb, usage } = command
  const named = rest.slice(0, mostNamed).map((word) => `\`${withoutMentions(word).slice(0, 60)}\``)
  const more = rest.length > mostNamed ? [`${rest.length - mostNamed} more`] : []
  const meant = typed === undefined ? [] : meantBy(command, rest, typed)
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

function meantBy(command: Pick<Command, 'verb' | 'usage'>, rest: readonly string[], { words, flags }: Typed): string[] {
  const { verb } = command
  const understood = words.filter((word) => !rest.includes(word))
  const isPlain = [...understood, ...rest].every((word) => !/\s/.test(word))
  if (!isPlain || Object.keys(flags).length > 0) return []
  const first = [verb, ...understood].join(' ')
  if (!takesIds(command) || understood.length !== 1) return [first]
  // Of `1912 and 2308`, each may be meant. In `status task 1912`, the id is.
  const named = withoutJoiners([...understood, ...rest])
  const ids = named.filter(mayBeId)
  const isEachId = ids.length === named.length && ids.length <= mostNamed
  return isEachId || (ids.length === 1 && !understood.some(mayBeId)) ? ids.map((id) => `${verb} ${id}`) : [first]
}

function mayBeId(word: string): boolean {
  return /\d{4}|^r-[\da-f]{3,}/i.test(word)
}

/** Words without those that people type between ids. */
export function withoutJoiners(words: readonly string[]): string[] {
  return words.filter((word) => !joiners.includes(word.toLowerCase()))
}

const joiners: readonly string[] = ['and', 'or', '&', '+']
