import { createTurns } from '../../../async/in-turn.ts'
import { explain } from '../../../catalogue/explain.ts'
import { isPossible } from '../../../migrations/actions.ts'
import { type Ref, refOf } from '../../../migrations/typed/ref.ts'
import type { Acted } from '../../../views/act/together.ts'
import { runExclusively, targetOf } from '../../act.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { admit } from '../../machine/enact.ts'
import { withListedCdn } from '../../machine/listed-cdn.ts'
import { actOnEach, readNow } from '../together/each.ts'
import { keysFor, type LastKeysOf, lastKeysIn, type Members } from './group-keys.ts'
import { cdnKeyProblem, keysOf, lackedBy, lacksCdnKey, rememberKeys } from './keys.ts'
import { type Guard, guardRestart, recentRestarters } from './restarts.ts'

/** An act that starts several migrations: a retry of those that failed, or a start of those that are paused. */
export type Restarting = 'retry' | 'start'

/**
 * Restarts those of these migrations that stand as they are meant to, each as if somebody had done so with it alone:
 * with its own check of the state and of the role, and its own audit entry. Shows the progress.
 */
export async function restartMembers(
  verb: Restarting,
  members: Members,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Acted[]> {
  const buckets = invocation.answers === undefined ? [] : members.flatMap(({ from, to }) => [from, to])
  const shared: Shared = { verb, invocation, lastKeys: await lastKeysIn(buckets, tools), inTurn: createTurns() }
  const one = (ref: Ref, own: Tools) => restartOne(ref, shared, own)
  const migrations = members.map(({ account, migrationId: id }) => ({ account, id }))
  return withRestarters(await actOnEach(migrations, { verb, one }, tools), members, tools)
}

type Shared = {
  verb: Restarting
  invocation: Invocation
  lastKeys: LastKeysOf
  inTurn: ReturnType<typeof createTurns>
}

async function restartOne(ref: Ref, shared: Shared, tools: Tools): Promise<Acted> {
  const guard = await guardRestart(tools)
  return restartFound(await withListedCdn(await readNow(ref, tools)), { ...shared, guard }, tools)
}

async function restartFound(
  found: Found,
  { verb, invocation, lastKeys, inTurn, guard }: Shared & { guard: Guard },
  tools: Tools,
): Promise<Acted> {
  const { migration } = found
  const about = { ref: refOf(migration), migration }
  if (!isMeant(verb, found)) return { ...about, outcome: 'left alone' }
  const names = keysFor(migration, invocation, lastKeys)
  if (lackedBy(migration, names).length > 0) {
    const { origin } = invocation
    await admit({ origin, needs: 'operator', account: found.account.name, verb, subject: about.ref }, tools)
    return { ...about, outcome: 'needs keys' }
  }
  const keys = await keysOf(names, tools)
  if (lacksCdnKey(migration, keys)) throw cdnKeyProblem(migration, names.source ?? '')
  await runExclusively(
    {
      action: verb === 'retry' && onlyFailed(found) ? 'retry-failed' : verb,
      found,
      origin: invocation.origin,
      rule: () => guard(migration),
      run: (restarting, options) => restarting({ ...targetOf(found), ...keys }, options),
    },
    tools,
  )
  // Two members with one bucket must not overwrite what is remembered of it.
  await inTurn('keys', () => rememberKeys(migration, names, tools))
  tools.lookNow(found.account.name, migration.id)
  return { ...about, outcome: 'done' }
}

/** Whether a migration stands as the act means it. */
function isMeant(verb: Restarting, { migration, provider }: Found): boolean {
  if (verb === 'retry') return migration.state === 'failed'
  return isPossible('start', migration, provider.kinds[migration.kind])
}

/** Whether only the failed objects are worth copying again, as the explanation of the failure advises. */
function onlyFailed({ migration, provider }: Found): boolean {
  const advice = explain(migration.failure ?? {}).retry
  return advice === 'failed objects' && isPossible('retry-failed', migration, provider.kinds[migration.kind])
}

/** Adds who restarted what does not stand failed any more, if somebody did so after it had failed. */
async function withRestarters(all: readonly Acted[], members: Members, tools: Tools): Promise<Acted[]> {
  if (all.every(({ outcome }) => outcome !== 'left alone' && outcome !== 'done before')) return [...all]
  const restarterOf = await recentRestarters(tools)
  const failedAt = new Map(members.map(({ account, migrationId, at }) => [`${account}/${migrationId}`, at]))
  return all.map((one) => {
    if (one.outcome !== 'left alone' && one.outcome !== 'done before') return one
    const by = restarterOf(one.ref, one.outcome === 'left alone' ? (failedAt.get(one.ref) ?? 0) : 0)
    return by === undefined ? one : { ...one, outcome: 'done before', by }
  })
}
