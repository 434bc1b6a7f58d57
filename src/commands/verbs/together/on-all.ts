import type { ListFilter } from '../../../migrations/list-filter.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import { setQuestion } from '../../../views/act/set-question.ts'
import { type Acted, type AllVerb, actedTogether } from '../../../views/act/together.ts'
import type { Message, Modal } from '../../../views/blocks/message.ts'
import { typedFilter } from '../../../views/words/filter.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { countMarks, isMarked, marksOf } from './marks.ts'
import { meantBy } from './meant.ts'

/** An act on everything that a filter shows. */
type OnAll = Asking & {
  /** Acts on each of those that are meant. */
  carryOut(those: readonly Migration[]): Promise<readonly Acted[]>
}

/** The question before an act on everything that a filter shows. */
type Asking = {
  verb: AllVerb
  /** The setting that stands after the filter in the command, such as a speed, and its words. */
  setting?: { typed: string; words: string }
  /** The form that takes the place of the question, if more has to be known, such as storage keys. */
  formFor?(asked: Asked): Promise<Modal | undefined>
}

/**
 * The migrations that a question names, the command that acts on exactly these, and the filter with the number of all
 * that it shows.
 */
export type Asked = { taken: readonly Migration[]; command: string; of: { filter: ListFilter; total: number } }

/**
 * Asks first, with the number of migrations and the filter. The answer names exactly these: what has begun to fit since
 * is not touched, and what fits no more is left alone, so that the answer can come twice and at any time.
 */
export async function onAll(act: OnAll, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { of: marks } = invocation.flags
  if (marks === undefined) return askFirst(act, invocation, tools)
  const { able, filter } = await meantBy(act.verb, invocation, tools)
  const outcomes = await act.carryOut(able.filter(isMarked(marks)))
  return { type: 'message', message: answer(act, outcomes, { filter, asked: countMarks(marks) }) }
}

/** The question that names the number, before anything is done. */
export async function askFirst(asking: Asking, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { verb, setting, formFor } = asking
  const meant = await meantBy(verb, invocation, tools)
  const { filter, able, taken } = meant
  const command = commandFor(asking, filter, taken.map(refOf))
  const of = { filter, total: able.length }
  const modal = taken.length === 0 ? undefined : await formFor?.({ taken, command, of })
  if (modal !== undefined) return { type: 'form', modal }
  const words = setting && { setting: setting.words }
  return { type: 'message', message: setQuestion({ ...meant, verb, taken: taken.length, command, ...words }) }
}

/** The command that acts on those that a question named. */
function commandFor({ verb, setting }: Asking, filter: ListFilter, refs: readonly string[]): string {
  return [verb, 'all', typedFilter(filter), setting?.typed, `--of ${marksOf(refs)}`].filter(Boolean).join(' ')
}

/** The answer, with a way to repeat what was not reached or was refused. */
function answer(
  act: Asking,
  outcomes: readonly Acted[],
  { filter, asked }: { filter: ListFilter; asked: number },
): Message {
  const again = outcomes.flatMap(({ ref, outcome }) =>
    outcome === 'not reached' || outcome === 'refused' ? [ref] : [],
  )
  const command = commandFor(act, filter, again)
  return actedTogether(act.verb, outcomes, {
    gone: asked - outcomes.length,
    ...(again.length > 0 && { again: { label: `Try those ${again.length} again`, command } }),
  })
}
