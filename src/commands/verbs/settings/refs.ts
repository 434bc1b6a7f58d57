import { AppError } from '../../../errors.ts'
import type { Ref } from '../../../migrations/ref.ts'
import type { Command } from '../../command.ts'
import { parseRefs } from './find-each.ts'

/** Most migrations in one command, so that a command with all of them fits a button. */
const mostRefs = 20

/** The references in a command for several migrations. Throws AppError ref_missing or usage. */
export function refsIn(words: readonly string[], { verb, usage }: Pick<Command, 'verb' | 'usage'>): Ref[] {
  const refs = parseRefs(words.filter((word) => !fillers.includes(word.toLowerCase())))
  if (refs.length === 0) throw new AppError('ref_missing', { verb })
  if (refs.length <= mostRefs) return refs
  throw new AppError('usage', {
    problem: `These are ${refs.length} migrations. Use at most ${mostRefs} at once.`,
    usage,
  })
}

/** Words that people type between references. */
const fillers: readonly string[] = ['to', 'at', 'by', 'and', 'with', 'max', '&', '+', ',']
