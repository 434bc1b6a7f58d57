import { explain } from '../../../catalogue/explain.ts'
import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors.ts'
import { type Action, isPossible } from '../../../migrations/actions.ts'
import type { Migration } from '../../../migrations/migration.ts'
import type { StorageKey } from '../../../store/store.ts'
import { startForm } from '../../../views/start-form.ts'
import { act, assertPossible, replyCard, targetOf } from '../../act.ts'
import type { Invocation, Reply, Tools } from '../../command.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { keyNamed, keyNames, lastKeysFor, rememberKey } from '../../key-uses.ts'

type Verb = 'start' | 'retry'
type StartAction = Extract<Action, 'start' | 'retry' | 'retry-failed'>
/** The stored keys that open the two buckets, and whether only failed objects are to be copied. */
export type Order = { source?: string; target?: string; onlyFailed: boolean }

/** Starts or retries a migration. Both are one call to the cloud and may first need storage keys. */
export function startAgain(invocation: Invocation, tools: Tools, verb: Verb): Promise<Reply> {
  return withMigration(invocation, tools, {
    verb,
    command: (ref) => `${verb} ${ref}${invocation.flags['failed-only'] ? ' --failed-only' : ''}`,
    proceed: async (found) => {
      assertPossible(actionOf(verb, wantsOnlyFailed(invocation)), found)
      const order = orderIn(invocation, found.migration)
      return order === undefined
        ? askForKeys(found, invocation, { tools, verb })
        : carryOut({ found, order, verb }, invocation, tools)
    },
  })
}

/** The keys and scope from the form or the options. Undefined while a needed key is not named. */
export function orderIn(invocation: Invocation, { needsOnStart }: Migration): Order | undefined {
  const { answers, flags } = invocation
  const source = answers?.source ?? flags.source
  const target = answers?.target ?? flags.target
  if (needsOnStart.includes('source-key') && source === undefined) return undefined
  if (needsOnStart.includes('target-key') && target === undefined) return undefined
  return {
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    onlyFailed: wantsOnlyFailed(invocation),
  }
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
    ...(channel === undefined ? {} : { channel }),
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
  { found, order, verb }: { found: Found; order: Order; verb: Verb },
  invocation: Invocation,
  tools: Tools,
): Promise<Reply> {
  const { migration } = found
  const keys = await keysOf(order, tools)
  if (lacksCdnKey(migration, keys)) return refuseKey(order, invocation)
  const started = await act(
    {
      action: actionOf(verb, order.onlyFailed),
      found,
      origin: invocation.origin,
      run: (starting, options) => starting({ ...targetOf(found), ...keys }, options),
      isDone: (state) => state !== migration.state && state !== 'queued',
    },
    tools,
  )
  await rememberKeys(migration, order, tools)
  const message = replyCard(found, started)
  return invocation.answers === undefined ? { type: 'message', message } : { type: 'form done', message }
}

/** The secrets of the stored keys that an order names. */
type Keys = { source?: StorageKey['secret']; destination?: StorageKey['secret'] }

export async function keysOf(order: Pick<Order, 'source' | 'target'>, tools: Pick<Tools, 'store'>): Promise<Keys> {
  const [source, destination] = await Promise.all(
    [order.source, order.target].map((name) => (name === undefined ? undefined : keyNamed(name, tools))),
  )
  return defined({ source: source?.secret, destination: destination?.secret })
}

/** Whether the CDN key is missing that the start needs. OMS would start without it and then read nothing. */
export function lacksCdnKey({ needsOnStart }: Migration, { source }: Keys): boolean {
  return needsOnStart.includes('cdn-key') && source?.cdnKey === undefined
}

function refuseKey({ source = '' }: Order, { answers }: Invocation): Reply {
  const problem = 'The source’s CDN requires an authentication key, and this storage key has none.'
  if (answers !== undefined) return { type: 'form problems', problems: { source: problem } }
  throw new AppError('cdn_key_missing', { key: source })
}

/** Remembers the keys that were used, so that they are offered first next time. */
async function rememberKeys({ source, target }: Migration, order: Order, tools: Tools): Promise<void> {
  const uses = [
    { bucket: source.bucket, side: 'sourceKey', key: order.source },
    { bucket: target.bucket, side: 'targetKey', key: order.target },
  ] as const
  for (const { bucket, side, key } of uses) {
    if (bucket !== undefined && key !== undefined) await rememberKey({ bucket, side, key }, tools)
  }
}
