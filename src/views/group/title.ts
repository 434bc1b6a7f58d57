import { plural } from '../words/format.ts'
import { endWords, lowered, stateWords } from '../words/words.ts'
import type { GroupLine } from './places.ts'

/** `note`: a line below the title. */
export type Title = { icon: string; words: string; note?: string }
/** `told`: in the message that stays up to date; `grown`: in a new one, about a group that the channel knows. */
type Occasion = 'told' | 'grown'

/** The title of a message about several migrations: "8 migrations failed for the same reason". */
export type GroupTitle = (lines: readonly GroupLine[], occasion: Occasion) => Title

/** The title that says this of one migration, and this of several: "makes no progress", "make no progress". */
export function titleOf(icon: string, [one, several]: readonly [one: string, several: string]): GroupTitle {
  return (lines, occasion) => {
    const now = occasion === 'grown' ? ' now' : ''
    return { icon, words: `${countOf(lines)} ${lines.length === 1 ? one : several}${now}` }
  }
}

/** The title of a digest. */
export function digestTitle(lines: readonly GroupLine[]): Title {
  return { icon: ':newspaper:', words: `News of ${countOf(lines)}` }
}

/** The title of what was held back while a channel was quiet or muted. */
export function heldTitle(lines: readonly GroupLine[]): Title {
  return { icon: ':sunny:', words: `While it was quiet here: news of ${countOf(lines)}` }
}

/** The title of what came in such a burst that it is told in one message. */
export function floodTitle(lines: readonly GroupLine[], occasion: Occasion): Title {
  const now = occasion === 'grown' ? ' now' : ''
  return { icon: ':ocean:', words: `Much at once${now}: news of ${countOf(lines)}` }
}

/** The title of ends that Ferry told wrongly before. */
export function correctionTitle(lines: readonly GroupLine[], occasion: Occasion): Title {
  const { icon, words } = endTitle(lines, occasion)
  return { icon, words: `Correction: ${words}`, note: 'Ferry reported them as succeeded before.' }
}

/** The title of ends: all members ended as the first did. */
export function endTitle(lines: readonly GroupLine[], occasion: Occasion): Title {
  const [{ state, missed } = { state: 'unknown' as const, missed: undefined }] = lines
  const count = countOf(lines)
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

function countOf(lines: readonly GroupLine[]): string {
  return plural(lines.length, 'migration')
}
