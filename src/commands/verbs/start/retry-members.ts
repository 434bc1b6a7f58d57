import { steadyBeside } from '../../../async/clock.ts'
import { createTurns } from '../../../async/in-turn.ts'
import { explain } from '../../../catalogue/explain.ts'
import { AppError, isAppError, say } from '../../../errors/errors.ts'
import { isPossible } from '../../../migrations/actions.ts'
import { formatRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { type Restarted, restartingTogether } from '../../../views/card/restarted.ts'
import { runExclusively, targetOf } from '../../act.ts'
import { findAll } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { admit } from '../../machine/enact.ts'
import { withListedCdn } from '../../machine/listed-cdn.ts'
import { keysFor, type LastKeysOf, lastKeysIn, type Members } from './group-keys.ts'
import { cdnKeyProblem, keysOf, lackedBy, lacksCdnKey, rememberKeys } from './keys.ts'
import { type Guard, guardRestart, recentRestarters } from './restarts.ts'

/** How many migrations are retried at the same time. */
const atOnce = 4
/** Pauses in which somebody else's restart of a migration is waited for, in milliseconds. */
const othersPausesMs = [500, 1000, 2000]
/** How often the progress is shown, in milliseconds. */
const progressPauseMs = 2000

/**
 * Retries the failed migrations among these, each as if somebody had retried it alone: with its own check of the state
 * and of the role, and its own audit entry. Shows the progress.
 */
export async function retryMembers(members: Members, invocation: Invocation, tools: Tools): Promise<Restarted[]> {
  const buckets = invocation.answers === undefined ? [] : members.flatMap(({ from, to }) => [from, to])
  const retrying: Retrying = { invocation, lastKeys: await lastKeysIn(buckets, tools), inTurn: createTurns() }
  const left = [...members]
  const outcomes: Restarted[] = []
  const work = async () => {
    for (let member = left.shift(); member !== undefined; member = left.shift()) {
      outcomes.push(await retryOne(member, retrying, tools))
    }
  }
  const over = new AbortController()
  const working = Promise.all(Array.from({ length: atOnce }, work)).finally(() => over.abort())
  await Promise.all([working, showProgress({ outcomes, total: members.length, over: over.signal }, tools)])
  return withRestarters(outcomes, members, tools)
}

type Retrying = { invocation: Invocation; lastKeys: LastKeysOf; inTurn: ReturnType<typeof createTurns> }

type Progress = { outcomes: readonly Restarted[]; total: number; over: AbortSignal }

/** Shows how far the retry has come, now and whenever it has moved on, until it is over. */
async function showProgress(
  { outcomes, total, over }: Progress,
  { clock, showMeanwhile }: Pick<Tools, 'clock' | 'showMeanwhile'>,
): Promise<void> {
  const time = steadyBeside(clock)
  let shown: number | undefined
  while (!over.aborted) {
    if (outcomes.length !== shown) {
      shown = outcomes.length
      await showMeanwhile(restartingTogether(outcomes, total))
    }
    const pausedAt = time.now()
    await clock.sleep(progressPauseMs, over)
    // Once Ferry is asked to stop, no pause lasts.
    if (time.now() - pausedAt < progressPauseMs / 2) return
  }
}

/** Never rejects for a reason that concerns one migration alone. */
async function retryOne(member: Members[number], retrying: Retrying, tools: Tools): Promise<Restarted> {
  const ref: Ref = { account: member.account, text: member.migrationId, isPrefix: false }
  const named = { ref: formatRef(ref) }
  try {
    return await unlessOthersAct(() => retryNow(ref, retrying, tools), tools)
  } catch (error) {
    if (isAppError(error, 'restarted_meanwhile')) return { ...named, outcome: 'restarted before' }
    if (isAppError(error, 'cdn_key_missing') || isAppError(error, 'cdn_untold')) {
      return { ...named, outcome: 'needs keys', problem: problemOf(error) }
    }
    if (isAppError(error)) return { ...named, outcome: 'failed', problem: problemOf(error) }
    throw error
  }
}

function problemOf(error: AppError): string {
  const { what, next } = say(error)
  return [what, next].join(' ').trim()
}

/** Waits while somebody else acts on the migration, and then looks at it again. */
async function unlessOthersAct<Done>(work: () => Promise<Done>, { clock }: Pick<Tools, 'clock'>): Promise<Done> {
  for (const pauseMs of othersPausesMs) {
    try {
      return await work()
    } catch (error) {
      if (!isAppError(error, 'action_running')) throw error
      await clock.sleep(pauseMs)
    }
  }
  return work()
}

async function retryNow(ref: Ref, retrying: Retrying, tools: Tools): Promise<Restarted> {
  const guard = await guardRestart(tools)
  const { found, outdated } = await findAll(ref, tools)
  const [only] = found
  if (outdated !== undefined) throw outdated.error
  if (only === undefined) throw new AppError('migration_not_found', { ref: formatRef(ref) })
  return retryFound(await withListedCdn(only), { ...retrying, guard }, tools)
}

async function retryFound(
  found: Found,
  { invocation, lastKeys, inTurn, guard }: Retrying & { guard: Guard },
  tools: Tools,
): Promise<Restarted> {
  const { migration } = found
  const about = { ref: refOf(migration), migration }
  if (migration.state !== 'failed') return { ...about, outcome: 'left alone' }
  const names = keysFor(migration, invocation, lastKeys)
  if (lackedBy(migration, names).length > 0) {
    const { origin } = invocation
    await admit({ origin, needs: 'operator', account: found.account.name, verb: 'retry', subject: about.ref }, tools)
    return { ...about, outcome: 'needs keys' }
  }
  const keys = await keysOf(names, tools)
  if (lacksCdnKey(migration, keys)) throw cdnKeyProblem(migration, names.source ?? '')
  await runExclusively(
    {
      action: onlyFailed(found) ? 'retry-failed' : 'retry',
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
  return { ...about, outcome: 'restarted' }
}

/** Whether only the failed objects are worth copying again, as the explanation of the failure advises. */
function onlyFailed({ migration, provider }: Found): boolean {
  const advice = explain(migration.failure ?? {}).retry
  return advice === 'failed objects' && isPossible('retry-failed', migration, provider.kinds[migration.kind])
}

/** Adds who restarted what does not stand failed any more, if somebody did so after it had failed. */
async function withRestarters(all: readonly Restarted[], members: Members, tools: Tools): Promise<Restarted[]> {
  if (all.every(({ outcome }) => outcome !== 'left alone' && outcome !== 'restarted before')) return [...all]
  const restarterOf = await recentRestarters(tools)
  const failedAt = new Map(members.map(({ account, migrationId, at }) => [`${account}/${migrationId}`, at]))
  return all.map((one) => {
    if (one.outcome !== 'left alone' && one.outcome !== 'restarted before') return one
    const by = restarterOf(one.ref, one.outcome === 'left alone' ? (failedAt.get(one.ref) ?? 0) : 0)
    return by === undefined ? one : { ...one, outcome: 'restarted before', by }
  })
}
