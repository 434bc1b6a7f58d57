import { AppError } from '../../../errors/errors.ts'
import { formatRef, parseRef, type Ref } from '../../../migrations/typed/ref.ts'
import { subjectOf } from '../../find/thread.ts'
import { namingWords } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'

/** Most migrations in one command, so that a command with all of them fits a button. */
const mostRefs = 20

export type RefsMeant =
  | { type: 'refs'; refs: readonly Ref[] }
  /** The thread is about several migrations: nothing is done until the person has chosen. */
  | Extract<Reply, { type: 'choice' }>

/** `words`: those that may be references. `command`: what the buttons of a choice type. */
type Asked = { words: readonly string[]; command: (ref: string) => string }

/**
 * The references in a command for several migrations, or else the migration of the thread in which it was typed. Throws
 * AppError ref_missing or usage.
 */
export async function refsMeant(
  { words, command }: Asked,
  { verb, usage }: Pick<Command, 'verb' | 'usage'>,
  { invocation: { origin }, tools }: { invocation: Invocation; tools: Pick<Tools, 'store' | 'fleet' | 'providers'> },
): Promise<RefsMeant> {
  const refs = parseRefs(namingWords(words).filter((word) => !fillers.includes(word.toLowerCase())))
  if (refs.length === 0) {
    const subject = await subjectOf(origin, tools)
    if (subject === undefined) throw new AppError('ref_missing', { verb })
    if (subject.type === 'one') return { type: 'refs', refs: [subject.ref] }
    return { type: 'choice', choice: { ...subject, verb, command } }
  }
  if (refs.length <= mostRefs) return { type: 'refs', refs }
  throw new AppError('usage', {
    problem: `These are ${refs.length} migrations. Use at most ${mostRefs} at once.`,
    usage,
  })
}

/** Words that people type between references. */
const fillers: readonly string[] = ['to', 'at', 'by', 'and', 'with', 'max', '&', '+', ',']

/** References without repetitions. */
function parseRefs(words: readonly string[]): Ref[] {
  const refs = words.flatMap((word) => parseRef(word) ?? [])
  return [...new Map(refs.map((ref) => [formatRef(ref), ref])).values()]
}
