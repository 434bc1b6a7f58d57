import { once } from '../../../async/once.ts'
import { AppError } from '../../../errors/errors.ts'
import type { ListFilter } from '../../../migrations/list-filter.ts'
import { type Kind, kinds, type State, states } from '../../../migrations/migration.ts'
import { didYouMean, nearest } from '../../../text/nearest.ts'
import { withoutMentions } from '../../../views/words/text.ts'
import { isPolite, meansMe } from '../../find/words.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { readPage } from './page.ts'

/**
 * Reads an account, a state and a kind in any order. Understands the words that people use for states. Throws AppError
 * word_unknown with what may have been meant, and person_not_listed.
 */
export async function readWords(invocation: Pick<Invocation, 'words' | 'flags'>, tools: Reading): Promise<ListFilter> {
  const asked: ListFilter = {}
  const knowing = { ...tools, accounts: once(() => tools.store.accounts.list()) }
  for (const [index, word] of invocation.words.entries()) {
    if (isPolite(word)) continue
    const state = stateIn(word)
    const kind = kindIn(word)
    if (state !== undefined) asked.state = onlyOne('state', state, { asked, invocation, tools })
    else if (kind !== undefined) asked.kind = onlyOne('kind', kind, { asked, invocation, tools })
    else if (isStalledIn(word)) asked.isStalled = true
    else if (await isAccount(word, asked, knowing)) asked.account = bare(word)
    else if (asked.text === undefined && !namesPerson(word) && (await isKnown(word, knowing))) asked.text = bare(word)
    else throw await unknownWord(index, invocation, knowing)
  }
  return asked
}

/** The value of a part of the filter. Throws AppError usage if another one was named before. */
function onlyOne<Value extends State | Kind>(
  part: 'state' | 'kind',
  value: Value,
  {
    asked,
    invocation,
    tools: { verb = 'list' },
  }: { asked: ListFilter; invocation: Pick<Invocation, 'words'>; tools: Reading },
): Value {
  if (asked[part] === undefined || asked[part] === value) return value
  const read = part === 'state' ? stateIn : kindIn
  const named = invocation.words.filter((word) => read(word) !== undefined).map((word) => `\`${bare(word)}\``)
  const problem = `${named.join(' and ')} are ${named.length === 2 ? 'both' : 'all'} ${part}s. A list shows one at a time.`
  throw new AppError('usage', { problem, usage: `${verb} ${bare(value)}` })
}

/** `verb`: the command that the words belong to. */
type Reading = Pick<Tools, 'store' | 'fleet' | 'providers'> & { verb?: string }
/** The accounts are read once for all words. */
type Knowing = Omit<Reading, 'store'> & { accounts(): ReturnType<Tools['store']['accounts']['list']> }

/** Whether a word names an account. One whose record can't be read is named, too. Throws AppError usage for a second one. */
async function isAccount(word: string, asked: ListFilter, { accounts }: Knowing): Promise<boolean> {
  const name = bare(word)
  const { items, unreadable } = await accounts()
  const isNamed = unreadable.includes(name) || items.some((account) => account.name === name)
  if (!isNamed || asked.account === undefined) return isNamed
  const problem = `\`${asked.account}\` and \`${name}\` are both accounts.`
  throw new AppError('usage', { problem, usage: `list ${name}` })
}

/** Whether a word is part of the name of a known migration, or the start of its id or of a bucket. */
async function isKnown(word: string, tools: Knowing): Promise<boolean> {
  const text = bare(word)
  const { items } = await tools.accounts()
  if (text === '' || items.length === 0) return false
  return (await readPage(items, { text, page: 1 }, tools)).total > 0
}

/** Whether a word is a person or a user group, or the person who types. */
function namesPerson(word: string): boolean {
  return meansMe(word) || /^<?[@!]/.test(word)
}

async function unknownWord(
  index: number,
  { words, flags }: Pick<Invocation, 'words' | 'flags'>,
  { accounts: read, verb = 'list' }: Knowing,
): Promise<AppError> {
  const { items: accounts, unreadable } = await read()
  if (accounts.length === 0 && unreadable.length === 0) return new AppError('account_none')
  const word = words[index] ?? ''
  if (namesPerson(word)) return new AppError('person_not_listed', { word: withoutMentions(word).slice(0, 40) })
  const names = accounts.map(({ name }) => name)
  const begun = names.filter((name) => bare(word) !== '' && name.startsWith(bare(word)))
  const close = nearest(bare(word), [...names, ...wordsForStates(), ...kinds.map(pluralOf)], 2)
  const meaningOf = (guess: string) => stateIn(guess) ?? guess
  const different = close.filter((guess, index) => close.map(meaningOf).indexOf(meaningOf(guess)) === index)
  const guesses = [...new Set([...begun, ...different])].slice(0, 2)
  const below =
    flags.group === undefined ? (flags.sync === undefined ? [] : ['--sync', flags.sync]) : ['--group', flags.group]
  const others = [...words, ...below]
  const meant = guesses.map((guess) => [verb, ...others.with(index, guess)].join(' '))
  return new AppError('word_unknown', {
    word: word.slice(0, 40),
    guess: didYouMean(...guesses),
    ...(others.some((one) => /\s/.test(one)) ? {} : { meant }),
  })
}

function wordsForStates(): string[] {
  return [...states.filter((state) => state !== 'unknown'), ...synonyms.keys(), stalledWords[0]]
}

/** The command that lists what is in the state that a word names, or stands still. Undefined for other words. */
export function listOf(word: string): string | undefined {
  const state = isStalledIn(word) ? 'stalled' : stateIn(word)
  return state && `list ${state}`
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
  ['errors', 'failed'],
  ['fail', 'failed'],
  ['failures', 'failed'],
  ['broken', 'failed'],
  ['canceled', 'cancelled'],
])
