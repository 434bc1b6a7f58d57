import { inTime } from '../../async/in-time.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { authorise } from './authorise.ts'
import type { Command, Invocation, Suggesting, Suggestion, Tools } from './command.ts'
import { rightFor } from './offer.ts'

/** How long a suggestion may take, in milliseconds. Slack shows nothing that comes after three seconds. */
const patienceMs = 2500

/**
 * Suggests answers to a question of a form. People without the form's right see nothing. Never throws: what cannot be
 * listed can be typed.
 */
export async function suggest(
  command: Command,
  { invocation, asked }: { invocation: Invocation; asked: Suggesting },
  tools: Tools & { log: Log<'warn'> },
): Promise<readonly Suggestion[]> {
  try {
    return await inTime(find(command, { invocation, asked }, tools), { ms: patienceMs, clock: tools.clock, late: [] })
  } catch (error) {
    if (!isAppError(error)) tools.log.warn({ err: error, verb: command.verb }, 'Nothing could be suggested')
    return []
  }
}

async function find(
  command: Command,
  { invocation, asked }: { invocation: Invocation; asked: Suggesting },
  tools: Tools,
): Promise<readonly Suggestion[]> {
  await authorise({ origin: invocation.origin, ...rightFor(command, invocation), isForAny: true }, tools)
  return (await command.suggest?.(invocation, asked, tools)) ?? []
}

/** The most suggestions that Slack shows. */
export const mostSuggested = 100

/** The suggestions that contain what was typed. Those that begin with it come first. */
export function matching(all: readonly Suggestion[], typed: string): Suggestion[] {
  const wanted = typed.trim().toLowerCase()
  const found = all.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted))
  const rank = ({ value }: Suggestion) => (value.toLowerCase().startsWith(wanted) ? 0 : 1)
  return found.toSorted((a, b) => rank(a) - rank(b))
}
