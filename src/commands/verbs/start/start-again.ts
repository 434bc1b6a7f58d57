import { explain } from '../../../catalogue/explain.ts'
import { defined } from '../../../defined.ts'
import { say } from '../../../errors/errors.ts'
import { type Action, isPossible } from '../../../migrations/actions.ts'
import { withCdnOf } from '../../../migrations/cdn-told.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { startForm } from '../../../views/act/start-form.ts'
import { act, assertPossible, replyCard, targetOf } from '../../act.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { keyNames, lastKeysFor } from '../../key-uses.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { withListedCdn } from '../../machine/listed-cdn.ts'
import { cdnKeyProblem, type KeyNames, keysOf, lackedBy, lacksCdnKey, rememberKeys } from './keys.ts'
import { type Guard, guardRestart } from './restarts.ts'

type Verb = 'start' | 'retry'
type StartAction = Extract<Action, 'start' | 'retry' | 'retry-failed'>
/** The keys that open the two buckets, and whether only failed objects are to be copied. */
type Order = KeyNames & { onlyFailed: boolean }

/** Starts or retries a migration. Both are one call to the cloud and may first need storage keys. */
export async function startAgain(invocation: Invocation, tools: Tools, verb: Verb): Promise<Reply> {
  const guard = await guardRestart(tools)
  return withMigration(invocation, tools, {
    verb,
    command: (ref) => `${verb} ${ref}${invocation.flags['failed-only'] ? ' --failed-only' : ''}`,
    proceed: async (hit) => {
      assertPossible(actionOf(verb, wantsOnlyFailed(invocation)), hit)
      const found = await withListedCdn(hit)
      const order = orderIn(invocation, found.migration)
      return order === undefined
        ? askForKeys(found, invocation, { tools, verb })
        : carryOut({ found, order, verb, guard }, invocation, tools)
    },
  })
}

/** The keys and scope from the form or the options. Undefined while a needed key is not named. */
function orderIn(invocation: Invocation, migration: Migration): Order | undefined {
  const { answers, flags } = invocation
  const names = defined({ source: answers?.source ?? flags.source, target: answers?.target ?? flags.target })
  return lackedBy(migration, names).length > 0 ? undefined : { ...names, onlyFailed: wantsOnlyFailed(invocation) }
}

function wantsOnlyFailed({ answers, flags }: Invocation): boolean {
  return answers?.scope === undefined ? flags['failed-only'] !== undefined : answers.scope === 'failed'
}

function actionOf(verb: Verb, onlyFailed: boolean): StartAction {
  return verb === 'start' ? 'start' : onlyFailed ? 'retry-failed' : 'retry'
}

async function askForKeys(
  found: Found,
  invocation: Invocation,
  { tools, verb }: { tools: Tools; verb: Verb },
): Promise<Reply> {
  const { migration, provider } = found
  const [lastSource, lastTarget] = await Promise.all([
    lastKeysFor(migration.source.bucket, tools),
    lastKeysFor(migration.target.bucket, tools),
  ])
  const [sourceKeys, targetKeys] = await Promise.all([
    keyNames(tools, lastSource?.sourceKey),
    keyNames(tools, lastTarget?.targetKey),
  ])
  const { channel } = invocation.origin
  const modal = startForm({
    migration,
    verb,
    sourceKeys,
    targetKeys,
    ...(lastSource?.sourceKey === undefined ? {} : { lastSourceKey: lastSource.sourceKey }),
    ...(lastTarget?.targetKey === undefined ? {} : { lastTargetKey: lastTarget.targetKey }),
    canRetryFailed: isPossible('retry-failed', migration, provider.kinds[migration.kind]),
    onlyFailed: preselectsFailed(found, invocation),
    ...defined({ channel }),
  })
  return { type: 'form', modal }
}

/**
 * Whether the form preselects only the failed objects. A button says which it means; for a typed `retry`, the form
 * follows the card's advice.
 */
function preselectsFailed({ migration }: Found, { flags, origin }: Invocation): boolean {
  if (flags['failed-only'] !== undefined) return true
  return origin.door !== 'button' && explain(migration.failure ?? {}).retry === 'failed objects'
}

async function carryOut(
  { found, order, verb, guard }: { found: Found; order: Order; verb: Verb; guard: Guard },
  invocation: Invocation,
  tools: Tools,
): Promise<Reply> {
  const { migration } = found
  const keys = await keysOf(order, tools)
  if (lacksCdnKey(migration, keys)) return refuseKey(migration, order, invocation)
  const started = await act(
    {
      action: actionOf(verb, order.onlyFailed),
      found,
      origin: invocation.origin,
      rule: () => guard(migration),
      run: (starting, options) => starting({ ...targetOf(found), ...keys }, options),
      isDone: (state) => state !== migration.state && state !== 'queued',
    },
    tools,
  )
  await rememberKeys(migration, order, tools)
  const message = replyCard(found, { ...started, migration: withCdnOf(started.migration, migration) })
  return { type: 'message', message }
}

function refuseKey(migration: Migration, { source = '' }: Order, { answers }: Invocation): Reply {
  const problem = cdnKeyProblem(migration, source)
  if (answers === undefined) throw problem
  return { type: 'form problems', problems: { source: say(problem).what } }
}
