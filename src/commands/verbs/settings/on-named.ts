import { defined } from '../../../defined.ts'
import type { AppError } from '../../../errors/errors.ts'
import type { Ref } from '../../../migrations/typed/ref.ts'
import { outcomesMessage } from '../../../views/card/outcomes.ts'
import { assertPossible } from '../../act.ts'
import { turnedTo } from '../../find/find.ts'
import { findEach, type Missing } from '../../find/find-each.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { type Setting, type Steered, steer } from './steer.ts'

/**
 * Gives the migrations that somebody named a setting, and tells the outcome of each. No question comes first, because
 * the person has named each of them; a cloud gets them in one call; and the few have a line each. `together/on-all`
 * asks first and acts on each alone: it means what a filter shows, which nobody has named (ADR 65).
 */
export async function setOnNamed<Name extends Steered>(
  refs: readonly Ref[],
  setting: Setting<Name>,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { verb, typed, done, note } = setting
  const command = (named: readonly string[]) => [verb, ...named, typed].join(' ')
  const sought = await findEach(refs, { command, ...turnedTo(invocation, setting) }, tools)
  if (sought.type === 'choice') return sought
  const { lines, toRepeat } = await steer(setting, { ...sought, invocation }, tools)
  const repeat = toRepeat.length === 0 ? undefined : command(toRepeat)
  return { type: 'message', message: outcomesMessage({ done, lines, ...defined({ note, repeat }) }) }
}

type Question = {
  verb: string
  action: Steered
  /** The error for a missing migration whose word was meant as something else. Undefined for other words. */
  mistaken(missing: Missing, found: readonly Found[]): AppError | undefined
  /** Asks for the setting of these migrations. */
  ask(found: readonly Found[]): Reply
}

/** Asks which setting the migrations that somebody named are to get. Throws why one of them cannot get any. */
export async function askForNamed(
  refs: readonly Ref[],
  { verb, action, mistaken, ask }: Question,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const command = (named: readonly string[]) => [verb, ...named].join(' ')
  const sought = await findEach(refs, { command, ...turnedTo(invocation, { verb }) }, tools)
  if (sought.type === 'choice') return sought
  const { found, missing } = sought
  const [first] = missing
  if (first !== undefined) throw mistaken(first, found) ?? first.error
  for (const one of found) assertPossible(action, one)
  return ask(found)
}
