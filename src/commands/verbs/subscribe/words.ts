import { AppError } from '../../../errors/errors.ts'
import { type Kind, kinds, type State, states } from '../../../migrations/migration.ts'
import { type Hearing, hearings, type Scope, type Showing, showings } from '../../../migrations/set.ts'
import { isChannel } from '../../find/words.ts'

/**
 * The words after the account in a subscription: the migrations of the set, and how the channel hears and sees them.
 */
export type TypedSet = { of: Omit<Scope, 'account'>; hears?: Hearing; shows?: Showing }

/** Reads the words after the account. Throws AppError usage for a word that says nothing here. */
export function readSet(words: readonly string[], usage: string): TypedSet {
  const [word, value, ...rest] = words
  if (word === undefined) return { of: {} }
  if (isChannel(word)) return readSet(words.slice(1), usage)
  const plain = word.toLowerCase()
  const hears = hearings.find((one) => one === plain)
  if (hears !== undefined) return { hears, ...readSet(words.slice(1), usage) }
  const shows = showings.find((one) => one === plain)
  if (shows !== undefined) return { shows, ...readSet(words.slice(1), usage) }
  const part = partOf(plain, value, usage)
  const others = readSet(rest, usage)
  return { ...others, of: { ...part, ...others.of } }
}

/** Whether words narrow or describe what an account's subscription is about. */
export function isAboutSet([word = '']: readonly string[]): boolean {
  const known: readonly string[] = [...hearings, ...showings, ...scopeParts]
  return known.includes(word.toLowerCase())
}

const scopeParts: readonly string[] = ['bucket', 'name', 'kind', 'state']

/** A part of the scope: a word that names it, and its value. */
function partOf(name: string, value: string | undefined, usage: string): Omit<Scope, 'account'> {
  const isPart = scopeParts.includes(name)
  if (!isPart)
    throw new AppError('usage', { problem: `Ferry does not understand \`${name.slice(0, 60)}\` here.`, usage })
  if (value === undefined || isChannel(value)) {
    throw new AppError('usage', { problem: `\`${name}\` needs a value after it.`, usage })
  }
  switch (name) {
    case 'bucket':
      return { bucket: value }
    case 'name':
      return { name: value }
    case 'kind':
      return { kinds: eachOf(value, { known: kinds, usage }) }
    default:
      return { states: eachOf(value, { known: states, usage }) }
  }
}

function eachOf<Word extends Kind | State>(
  typed: string,
  { known, usage }: { known: readonly Word[]; usage: string },
): Word[] {
  return typed.split(',').map((one) => {
    const found = known.find((word) => word === one.trim().toLowerCase())
    if (found !== undefined) return found
    const problem = `\`${one.slice(0, 40)}\` is none of ${known.join(', ')}.`
    throw new AppError('usage', { problem, usage })
  })
}
