import { plural } from '../words/format.ts'
import { endWords, lowered, stateWords } from '../words/words.ts'
import type { GroupLine } from './places.ts'

/** What a group tells of its migrations. */
export type GroupSubject = 'end' | 'return' | 'stall' | 'digest' | 'correction'

type Titled = { about: GroupSubject; lines: readonly GroupLine[] }
type Title = { icon: string; words: string }
/** `told`: in the message that stays up to date; `grown`: in a new one, about a group that the channel knows. */
type Occasion = 'told' | 'grown'

/** The title of a message about several migrations: "8 migrations failed for the same reason". */
export function titleOf({ about, lines }: Titled, occasion: Occasion): Title {
  const count = plural(lines.length, 'migration')
  const isOne = lines.length === 1
  const now = occasion === 'grown' ? ' now' : ''
  switch (about) {
    case 'digest':
      return { icon: ':newspaper:', words: `News of ${count}` }
    case 'return':
      return { icon: ':leftwards_arrow_with_hook:', words: `${count} ${isOne ? 'is' : 'are'} listed again${now}` }
    case 'stall':
      return { icon: ':warning:', words: `${count} ${isOne ? 'makes' : 'make'} no progress${now}` }
    case 'correction':
      return endTitle(`Correction: ${count}`, lines, occasion)
    case 'end':
      return endTitle(count, lines, occasion)
    default:
      return about satisfies never
  }
}

/** All members ended as the first did. */
function endTitle(count: string, lines: readonly GroupLine[], occasion: Occasion): Title {
  const [{ state, missed } = { state: 'unknown' as const, missed: undefined }] = lines
  const perfect = lines.length === 1 ? 'has ' : 'have '
  const verb = occasion === 'grown' ? perfect : ''
  const now = occasion === 'grown' ? ' now' : ''
  const { icon } = endWords(state, missed)
  if (missed !== undefined) return { icon, words: `${count} ${verb}finished with objects not migrated${now}` }
  if (state === 'failed') return { icon, words: `${count} ${verb}failed${now} for the same reason` }
  const word = lowered(stateWords[state].word)
  if (state !== 'cancelled' && state !== 'deleted') return { icon, words: `${count} ${verb}${word}${now}` }
  const past = lines.length === 1 ? 'was' : 'were'
  return { icon, words: `${count} ${occasion === 'grown' ? `${perfect}been` : past} ${word}${now}` }
}
