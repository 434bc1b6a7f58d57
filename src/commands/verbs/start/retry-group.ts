import { explain } from '../../../catalogue/explain.ts'
import { AppError, isAppError, say } from '../../../errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import { formatRef, type Ref, refOf } from '../../../migrations/ref.ts'
import { type Restarted, restartedTogether } from '../../../views/restarted.ts'
import { runExclusively, targetOf } from '../../act.ts'
import type { Invocation, Reply, Tools } from '../../command.ts'
import { findAll } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { keysOf, lacksCdnKey, orderIn } from './start-again.ts'

/** How many migrations are retried at the same time. */
const atOnce = 4

/**
 * Retries the failed migrations of a group, each as if somebody had retried it alone: with its own check of the role and
 * its own audit entry. Leaves alone what does not stand failed any more, and names those that need storage keys.
 */
export async function retryGroup(id: string, invocation: Invocation, tools: Tools): Promise<Reply> {
  const group = await tools.store.groups.get(id)
  if (group === undefined) throw new AppError('group_not_found')
  const refs = new Map(
    group.members.map(({ account, migrationId }) => {
      const ref: Ref = { account, text: migrationId, isPrefix: false }
      return [formatRef(ref), ref]
    }),
  )
  const left = [...refs.values()]
  const outcomes: Restarted[] = []
  const work = async () => {
    for (let ref = left.shift(); ref !== undefined; ref = left.shift()) {
      outcomes.push(await retryOne(ref, invocation, tools))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { type: 'message', message: restartedTogether(outcomes, id) }
}

/** Never rejects for a reason that concerns one migration alone. */
async function retryOne(ref: Ref, invocation: Invocation, tools: Tools): Promise<Restarted> {
  try {
    const { found, outdated } = await findAll(ref, tools)
    const [only] = found
    if (outdated !== undefined) throw outdated.error
    if (only === undefined) throw new AppError('migration_not_found', { ref: formatRef(ref) })
    return await retryFound(only, invocation, tools)
  } catch (error) {
    if (!isAppError(error)) throw error
    const { what, next } = say(error)
    return { ref: formatRef(ref), outcome: 'failed', problem: [what, next].join(' ').trim() }
  }
}

async function retryFound(found: Found, invocation: Invocation, tools: Tools): Promise<Restarted> {
  const { migration } = found
  const about = { ref: refOf(migration), migration }
  if (migration.state !== 'failed') return { ...about, outcome: 'left alone' }
  const order = orderIn(invocation, migration)
  if (order === undefined) return { ...about, outcome: 'needs keys' }
  const keys = await keysOf(order, tools)
  if (lacksCdnKey(migration, keys)) return { ...about, outcome: 'needs keys' }
  await runExclusively(
    {
      action: onlyFailed(found) ? 'retry-failed' : 'retry',
      found,
      origin: invocation.origin,
      run: (retrying, options) => retrying({ ...targetOf(found), ...keys }, options),
    },
    tools,
  )
  tools.lookNow(found.account.name, migration.id)
  return { ...about, outcome: 'restarted' }
}

/** Whether only the failed objects are worth copying again, as the explanation of the failure advises. */
function onlyFailed({ migration, provider }: Found): boolean {
  const advice = explain(migration.failure ?? {}).retry
  return advice === 'failed objects' && isPossible('retry-failed', migration, provider.kinds[migration.kind])
}
