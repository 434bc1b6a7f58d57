import { AppError } from '../../../errors/errors.ts'
import { type Kind, kinds, type State, states } from '../../../migrations/migration.ts'
import type { Account } from '../../../store/store.ts'
import { nearest } from '../../../text/nearest.ts'
import type { Invocation, Tools } from '../../machine/command.ts'

/** What to list. `isStalled`: only migrations that stand still, whatever their state. */
export type Asked = { account?: string; state?: State; kind?: Kind; isStalled?: true; text?: string }

/**
 * Reads an account, a state and a kind in any order. Understands the words that people use for states. Throws AppError
 * word_unknown with what may have been meant.
 */
export async function readWords(invocation: Invocation, { store }: Pick<Tools, 'store'>): Promise<Asked> {
  const asked: Asked = {}
  for (const [index, word] of invocation.words.entries()) {
    const state = stateIn(word)
    const kind = kindIn(word)
    if (state !== undefined) asked.state = state
    else if (kind !== undefined) asked.kind = kind
    else if (isStalledIn(word)) asked.isStalled = true
    else asked.account = await accountIn(index, { asked, invocation, store })
  }
  return asked
}

type Place = { asked: Asked; invocation: Invocation; store: Tools['store'] }

/** The word as the name of an account. One whose record can't be read is named, too. */
async function accountIn(index: number, { asked, invocation, store }: Place): Promise<string> {
  const word = invocation.words[index] ?? ''
  const name = bare(word)
  const { items, unreadable } = await store.accounts.list()
  const isKnown = unreadable.includes(name) || items.some((account) => account.name === name)
  if (isKnown && asked.account === undefined) return name
  if (isKnown) {
    const problem = `\`${asked.account ?? ''}\` and \`${name}\` are both accounts.`
    throw new AppError('usage', { problem, usage: `list ${name}` })
  }
  if (items.length === 0 && unreadable.length === 0) throw new AppError('account_none')
  throw unknownWord(index, invocation, items)
}

function unknownWord(index: number, { words, flags }: Invocation, accounts: readonly Account[]): AppError {
  const word = words[index] ?? ''
  const guesses = nearest(
    bare(word),
    [...accounts.map(({ name }) => name), ...wordsForStates(), ...kinds.map(pluralOf)],
    2,
  )
  const below =
    flags.group === undefined ? (flags.sync === undefined ? [] : ['--sync', flags.sync]) : ['--group', flags.group]
  const others = [...words, ...below]
  const meant = guesses.map((guess) => ['list', ...others.with(index, guess)].join(' '))
  return new AppError('word_unknown', {
    word: word.slice(0, 40),
    guess: guesses.length === 0 ? '' : ` Did you mean ${guesses.map((guess) => `\`${guess}\``).join(' or ')}?`,
    ...(others.some((one) => /\s/.test(one)) ? {} : { meant }),
  })
}

function wordsForStates(): string[] {
  return [...states.filter((state) => state !== 'unknown'), ...synonyms.keys(), stalledWords[0]]
}

function stateIn(word: string): State | undefined {
  const wanted = bare(word)
  return states.find((state) => state === wanted && state !== 'unknown') ?? synonyms.get(wanted)
}

function kindIn(word: string): Kind | undefined {
  const wanted = bare(word)
  return kinds.find((kind) => wanted === kind || wanted === pluralOf(kind))
}

function isStalledIn(word: string): boolean {
  return stalledWords.some((one) => one === bare(word))
}

/** A word without what phones and people add to its end. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[.…/]+$/, '')
}

function pluralOf(kind: Kind): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`
}

const stalledWords = ['stalled', 'stuck'] as const

const synonyms: ReadonlyMap<string, State> = new Map<string, State>([
  ['waiting', 'queued'],
  ['pending', 'queued'],
  ['active', 'running'],
  ['migrating', 'running'],
  ['stopped', 'paused'],
  ['done', 'succeeded'],
  ['success', 'succeeded'],
  ['finished', 'succeeded'],
  ['completed', 'succeeded'],
  ['error', 'failed'],
])
