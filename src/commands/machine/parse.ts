import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import { narrowed } from '../../text/full-width.ts'
import { didYouMean, nearest } from '../../text/nearest.ts'
import { type Command, type FlagName, type Flags, flagKinds, isFlag } from './command.ts'
import { unpasted } from './pasted.ts'
import { answering, questionIn } from './question.ts'
import { restOf, restUnknown } from './rest.ts'
import { tokenize, withoutTrail } from './tokenize.ts'

export type Parsed =
  | { type: 'command'; command: Command; words: readonly string[]; flags: Flags; typed: string }
  /** `error` makes the error anew: near misses are sought only for somebody who reads about them. */
  | { type: 'problem'; error(): AppError }

/** Reads what somebody typed after `/migrate`. Pure, forgiving, and never throws. */
export function parse(text: string, commands: readonly Command[]): Parsed {
  const [first = 'help', ...rest] = politely(tokenize(text))
  const verb = withoutTrail(narrowed(first.toLowerCase())) || 'help'
  const command = commandNamed(verb, commands)
  if (command !== undefined) return withFlags(command, rest, text)
  const status = commandNamed('status', commands)
  if (status !== undefined && looksLikeRef(first)) return withFlags(status, [first, ...rest], text)
  return { type: 'problem', error: () => unknownVerb(verb, { commands, rest }) }
}

/** The words without a "please" before the verb. */
function politely(words: string[]): string[] {
  const [first = '', ...rest] = words
  return rest.length > 0 && /^(please|pls)[,.]?$/i.test(first) ? rest : words
}

function commandNamed(verb: string, commands: readonly Command[]): Command | undefined {
  return commands.find((command) => command.verb === verb || command.aliases?.includes(verb))
}

/** Whether a word looks like a migration's id: people paste an id without a verb. */
function looksLikeRef(word: string): boolean {
  return /\d{4}|\//.test(narrowed(word))
}

/**
 * The error for an unknown verb. It suggests what answers the question, or the nearest verb with the other typed words, so
 * that one press corrects it, unless they include an option: that could skip a question.
 */
function unknownVerb(
  verb: string,
  { commands, rest }: { commands: readonly Command[]; rest: readonly string[] },
): AppError {
  const [named] = rest.filter(isPlain).flatMap((word) => /(?:[\w-]+\/)?(?=[\w-]*\d{4})[\w-]+…?/.exec(word)?.[0] ?? [])
  const question = questionIn(verb, rest, named)
  const answer = question && answering(question, commands)
  const known = commands.flatMap((command) => [command.verb, ...(command.aliases ?? [])])
  const [near] = question === undefined ? nearest(verb, known) : []
  const guess = answer ?? near
  const meant = near === undefined ? answer : rest.every(isPlain) ? [near, ...rest].join(' ') : undefined
  return new AppError('verb_unknown', {
    verb: verb.slice(0, 40),
    guess: didYouMean(guess && `/migrate ${guess}`),
    ...defined({ meant: guess === undefined && named !== undefined ? `status ${named}` : meant }),
  })
}

/** Whether a word can be joined with others: it has no blanks, at which it would fall apart, and is no option. */
function isPlain(word: string): boolean {
  return !/\s/.test(word) && optionIn(word) === undefined
}

function withFlags(command: Command, pasted: readonly string[], typed: string): Parsed {
  const tokens = unpasted(pasted, command)
  const words: string[] = []
  const flags: Partial<Record<FlagName, string>> = {}
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? ''
    const name = optionIn(token)
    if (name === undefined || !isTaken(name, command)) {
      const error = flagProblem(command, tokens, index)
      if (error !== undefined) return { type: 'problem', error: () => error }
      words.push(token)
      continue
    }
    const value = flagKinds[name] === 'switch' ? 'yes' : (inlineValue(token) ?? tokens[++index])
    if (value === undefined) return { type: 'problem', error: () => missingValue(command, name) }
    flags[name] = value
  }
  const rest = restOf(command, { words, flags })
  if (rest.length > 0) return { type: 'problem', error: () => restUnknown(command, rest, { words, flags }) }
  return { type: 'command', command, words, flags, typed }
}

/**
 * Whether a command takes an option. Any may answer with pages to choose from. Buttons of older cards carry `--live`, which
 * says nothing any more.
 */
function isTaken(name: FlagName, { options = [] }: Command): boolean {
  return ['share', 'page', 'live'].includes(name) || options.includes(name)
}

/**
 * The option of some command that a word names. One dash is enough, since phones turn two into one long dash. Undefined if no option
 * has this name.
 */
export function optionIn(token: string): FlagName | undefined {
  const named = /^-{1,2}([a-z][a-z-]*)(=.*)?$/i.exec(withoutTrail(narrowed(token)))?.[1]?.toLowerCase()
  return named !== undefined && isFlag(named) ? named : undefined
}

/**
 * The error for a word that stands where an option does but names none of the command's. Undefined for other words. In a command that
 * takes free text, such a word is text unless it is like one of the command's options.
 */
function flagProblem(command: Command, tokens: readonly string[], index: number): AppError | undefined {
  const named = /^--([a-z][a-z-]*)(?:=(.*))?$/i.exec(withoutTrail(narrowed(tokens[index] ?? '')))
  const name = named?.[1]?.toLowerCase()
  if (named === null || name === undefined) return undefined
  const [guess] = nearest(name, flagsOf(command))
  if (command.takes === 'text' && guess === undefined) return undefined
  const { usage, verb } = command
  const isPlace = new RegExp(`[[<|] ?${name}[\\]>]`).test(usage)
  const instead = [
    ...(guess === undefined ? [] : [`--${guess}`]),
    ...(named[2] === undefined || named[2] === '' ? [] : [named[2]]),
  ]
  const meant = [verb, ...tokens.slice(0, index), ...instead, ...tokens.slice(index + 1)]
  const isReady = guess === undefined ? isPlace : isFlag(guess) && flagKinds[guess] === 'value'
  return new AppError('flag_unknown', {
    ...{ verb, flag: name.slice(0, 40), usage },
    guess: guess === undefined && isPlace ? ` Type the ${name} without it.` : didYouMean(guess && `--${guess}`),
    ...(isReady && meant.every((word) => word === `--${guess}` || isPlain(word)) ? { meant: meant.join(' ') } : {}),
  })
}

/** The options that the help of a command names. Others are for Ferry's own buttons. */
function flagsOf({ usage, examples, notes = [] }: Command): string[] {
  const named = [usage, ...examples, ...notes].join(' ').matchAll(/--([a-z][a-z-]*)/g)
  return [...new Set([...named].flatMap(([, name]) => name ?? []))]
}

function inlineValue(token: string): string | undefined {
  const at = token.indexOf('=')
  return at < 0 ? undefined : token.slice(at + 1)
}

function missingValue(command: Command, name: FlagName): AppError {
  return new AppError('usage', { problem: `\`--${name}\` needs a value.`, usage: command.usage })
}
