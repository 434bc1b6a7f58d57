import type { Way } from '../../access/owners.ts'
import type { Hearing, Scope, Showing } from '../../migrations/set.ts'
import { code, escaped } from './text.ts'
import { kindWords, lowered, stateWords } from './words.ts'

/** The migrations of a set: "`prod-hw` · bucket `logs-*` · tasks". */
export function setWords(of: Scope): string {
  return partsOf(of).join(' · ')
}

/** The same at the beginning of a line: "*All accounts* · bucket `logs-*`". Slack would end bold at the pattern’s own star. */
export function setTitle(of: Scope): string {
  const [account = '', ...others] = partsOf(of)
  return [`*${account.replace(/^all/, 'All')}*`, ...others].join(' · ')
}

function partsOf({ account, kinds = [], states = [], bucket, name }: Scope): string[] {
  return [
    account === undefined ? 'all accounts' : code(account),
    ...(bucket === undefined ? [] : [`bucket ${code(bucket, 60)}`]),
    ...(name === undefined ? [] : [`name ${code(name, 60)}`]),
    ...kinds.map((kind) => escaped(kindWords[kind])),
    ...states.map((state) => `only ${lowered(stateWords[state].word)}`),
  ]
}

/** Events of a set that a channel hears of. */
export const hearingWords: Readonly<Record<Hearing, string>> = {
  ended: 'every end',
  failed: 'failures, stalls, late ones and accounts that Ferry can’t read',
  all: 'everything that happens',
}

/** A subscription in a button or a list, where nothing is formatted: "prod-hw bucket logs-* (failures)". */
export function subscriptionName({ of, hears }: { of: Scope; hears: Hearing }): string {
  return `${typedSet(of)} (${shortHearing[hears]})`
}

const shortHearing: Readonly<Record<Hearing, string>> = { ended: 'every end', failed: 'failures', all: 'everything' }

/** Display of a set in a channel. */
export const showingWords: Readonly<Record<Showing, string>> = {
  cards: 'a live card for each, or one board while more than 20 run',
  board: 'one board for all of them',
  announcements: 'announcements alone',
}

/** How people are called about what a channel hears. */
export const callingWords: Readonly<Record<Way, string>> = {
  mention: 'mentions people',
  private: 'tells people in private',
  both: 'mentions people and tells them in private',
  none: 'calls nobody',
}

/** The words that name a set in a command. */
export function typedSet({ account = 'all', kinds = [], states = [], bucket, name }: Scope): string {
  return [
    account,
    ...(bucket === undefined ? [] : ['bucket', bucket]),
    ...(name === undefined ? [] : ['name', name]),
    ...(kinds.length === 0 ? [] : ['kind', kinds.join(',')]),
    ...(states.length === 0 ? [] : ['state', states.join(',')]),
  ]
    .map((word) => (/\s/.test(word) ? `"${word}"` : word))
    .join(' ')
}
