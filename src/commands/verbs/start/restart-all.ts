import type { Migration } from '../../../migrations/migration.ts'
import type { FormTools, Invocation, Reply, Tools } from '../../machine/command.ts'
import { countMarks, isMarked } from '../together/marks.ts'
import { type Meant, meantBy } from '../together/meant.ts'
import { actedOn, questionFor, takenBy } from '../together/on-all.ts'
import { lackingKeys, type Members, problemsIn } from './group-keys.ts'
import { type Restarting, restartMembers } from './restart-members.ts'
import { keysForm } from './retry-group.ts'

/**
 * Restarts everything that a filter shows. The question before it names the number; if keys are needed, that is the form for
 * the keys of all.
 */
export async function restartAll(verb: Restarting, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { flags } = invocation
  const meant = await meantBy(verb, invocation, tools)
  if (flags.of === undefined) return ask(verb, meant, { invocation, tools })
  const problems = problemsIn(invocation)
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const those = membersOf(meant.able.filter(isMarked(flags.of)))
  const outcomes = await restartMembers(verb, those, { invocation, tools })
  const message = actedOn(outcomes, { verb, filter: meant.filter, asked: countMarks(flags.of) })
  return { type: 'message', message }
}

/** Whether restarting everything that a filter shows first needs a form for storage keys. Asks no cloud. */
export async function asksForAllKeys(verb: Restarting, invocation: Invocation, tools: FormTools): Promise<boolean> {
  if (invocation.flags.of !== undefined) return false
  const { taken } = takenBy({ verb }, await meantBy(verb, invocation, tools))
  return (await lackingKeys(verb, membersOf(taken), { invocation, tools })).length > 0
}

async function ask(
  verb: Restarting,
  meant: Meant,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { taken, command } = takenBy({ verb }, meant)
  const lacking = await lackingKeys(verb, membersOf(taken), { invocation, tools })
  if (lacking.length === 0) return { type: 'message', message: questionFor({ verb }, meant) }
  const about = { verb, total: taken.length, of: { filter: meant.filter, total: meant.able.length } }
  return { type: 'form', modal: await keysForm(lacking, command, { about, invocation, tools }) }
}

function membersOf(migrations: readonly Migration[]): Members {
  return migrations.map(({ account, id: migrationId, source, target }) => ({
    ...{ account, migrationId, at: 0 },
    ...{ from: source.bucket ?? '', to: target.bucket ?? '' },
  }))
}
