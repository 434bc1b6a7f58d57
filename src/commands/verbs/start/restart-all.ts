import type { Migration } from '../../../migrations/migration.ts'
import type { FormTools, Invocation, Reply, Tools } from '../../machine/command.ts'
import { meantBy } from '../together/meant.ts'
import { onAll } from '../together/on-all.ts'
import { lackingKeys, type Members, problemsIn } from './group-keys.ts'
import { type Restarting, restartMembers } from './restart-members.ts'
import { keysForm } from './retry-group.ts'

/**
 * Restarts everything that a filter shows. The question before it names the number; if keys are needed, that is the form for
 * the keys of all.
 */
export async function restartAll(verb: Restarting, invocation: Invocation, tools: Tools): Promise<Reply> {
  const problems = problemsIn(invocation)
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const given = { invocation, tools }
  return onAll(
    {
      verb,
      async formFor({ taken, command, of }) {
        const lacking = await lackingKeys(verb, membersOf(taken), given)
        const about = { verb, total: taken.length, of }
        return lacking.length === 0 ? undefined : keysForm(lacking, command, { about, ...given })
      },
      carryOut: (those) => restartMembers(verb, membersOf(those), given),
    },
    invocation,
    tools,
  )
}

/** Whether restarting everything that a filter shows first needs a form for storage keys. Asks no cloud. */
export async function asksForAllKeys(verb: Restarting, invocation: Invocation, tools: FormTools): Promise<boolean> {
  if (invocation.flags.of !== undefined) return false
  const { taken } = await meantBy(verb, invocation, tools)
  return (await lackingKeys(verb, membersOf(taken), { invocation, tools })).length > 0
}

function membersOf(migrations: readonly Migration[]): Members {
  return migrations.map(({ account, id: migrationId, source, target }) => ({
    ...{ account, migrationId, at: 0 },
    ...{ from: source.bucket ?? '', to: target.bucket ?? '' },
  }))
}
