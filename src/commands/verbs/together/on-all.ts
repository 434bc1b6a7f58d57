import { isPossible } from '../../../migrations/actions.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import { setQuestion } from '../../../views/act/set-question.ts'
import { type Acted, type AllVerb, actedTogether } from '../../../views/act/together.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { typedFilter } from '../../../views/words/filter.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { actOnEach, readNow } from './each.ts'
import { countMarks, isMarked, marksOf } from './marks.ts'
import { type Meant, meantBy, mostAtOnce } from './meant.ts'

/** An act on everything that a filter shows. */
export type OnAll = {
  verb: AllVerb
  /** The setting that stands after the filter in the command, such as a speed, and its words. */
  setting?: { typed: string; words: string }
  /** Acts on a migration on which the act is possible now. */
  run(found: Found, tools: Tools): Promise<void>
}

/**
 * Asks first, with the number of migrations and the filter. The answer names exactly these: what has begun to fit since
 * is not touched, and what fits no more is left alone, so that the answer can come twice and at any time.
 */
export async function onAll(act: OnAll, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { of: marks } = invocation.flags
  const meant = await meantBy(act.verb, invocation, tools)
  const message =
    marks === undefined ? questionFor(act, meant) : await carryOut(act, meant, { marks, invocation, tools })
  return { type: 'message', message }
}

/** The question that names the number, before anything is done. */
export function questionFor(act: Pick<OnAll, 'verb' | 'setting'>, meant: Meant): Message {
  const { taken, command } = takenBy(act, meant)
  const { verb, setting } = act
  return setQuestion({ ...meant, verb, taken: taken.length, command, ...(setting && { setting: setting.words }) })
}

/** The migrations that a question names, and the command that acts on exactly these. */
export function takenBy(
  { verb, setting }: Pick<OnAll, 'verb' | 'setting'>,
  { able, filter }: Pick<Meant, 'able' | 'filter'>,
): { taken: readonly Migration[]; command: string } {
  const taken = able.slice(0, mostAtOnce)
  return { taken, command: commandFor({ verb, filter, setting: setting?.typed, marks: marksOf(taken.map(refOf)) }) }
}

type Naming = { verb: AllVerb; filter: Meant['filter']; setting?: string | undefined; marks: string }

/** The command that acts on those that a question named. */
function commandFor({ verb, filter, setting, marks }: Naming): string {
  return [verb, 'all', typedFilter(filter), setting, `--of ${marks}`].filter(Boolean).join(' ')
}

type Carrying = { marks: string; invocation: Invocation; tools: Tools }

async function carryOut(act: OnAll, meant: Meant, { marks, tools }: Carrying): Promise<Message> {
  const { verb, setting } = act
  const those = meant.able.filter(isMarked(marks))
  const outcomes = await actOnEach(those, { verb, one: (ref, own) => actOnOne(act, ref, own) }, tools)
  return actedOn(outcomes, { verb, setting: setting?.typed, filter: meant.filter, asked: countMarks(marks) })
}

/** The answer, with a way to repeat what was not reached or was refused. */
export function actedOn(
  outcomes: readonly Acted[],
  { asked, ...act }: Omit<Naming, 'marks'> & { asked: number },
): Message {
  const again = outcomes.flatMap(({ ref, outcome }) =>
    outcome === 'not reached' || outcome === 'refused' ? [ref] : [],
  )
  const command = commandFor({ ...act, marks: marksOf(again) })
  return actedTogether(act.verb, outcomes, {
    gone: asked - outcomes.length,
    ...(again.length > 0 && { again: { label: `Try those ${again.length} again`, command } }),
  })
}

async function actOnOne({ verb, run }: OnAll, ref: Parameters<typeof readNow>[0], tools: Tools): Promise<Acted> {
  const found = await readNow(ref, tools)
  const { migration, provider } = found
  const about = { ref: refOf(migration), migration }
  if (!isPossible(verb, migration, provider.kinds[migration.kind])) return { ...about, outcome: 'left alone' }
  await run(found, tools)
  tools.lookNow(migration.account, migration.id)
  return { ...about, outcome: 'done' }
}
