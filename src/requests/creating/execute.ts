import type { Nameable } from '../../access/people.ts'
import type { Creating, MigrationRequest } from '../../approvals/request.ts'
import * as to from '../../approvals/transitions.ts'
import { hasCome } from '../../async/clock.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import { projectIn } from '../../fleet/judge/identity.ts'
import type { Log } from '../../log.ts'
import { isPossible } from '../../migrations/actions.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Held } from '../lease.ts'
import { endingOf, isUncertain, note } from '../trail.ts'
import { keptOf } from './behind.ts'
import { type CloudParts, type OpenCloud, openCloud } from './cloud.ts'
import { failureOf } from './failure.ts'
import { watchOnce } from './watch.ts'

export type Executing = CloudParts &
  Nameable & {
    /** Asks the poller to look at a migration at once. */
    lookNow(account: string, migrationId: string): void
    log: Log<'warn' | 'error'>
  }

/** How long each attempt is left alone before Ferry looks for the migration, in milliseconds. */
const pausesMs = [30_000, 120_000, 600_000, 1_800_000]
const mostAttempts = pausesMs.length
const lookAgainAfterMs = 300_000
/** How often Ferry looks for a migration while the attempt may still arrive, in milliseconds. */
const lookEveryMs = 60_000
/**
 * Longest delay before an attempt, in milliseconds. After a longer one the attempt is not made, since another process
 * may have looked for it and found nothing.
 */
const longestDelayMs = 30_000
/**
 * How long an attempt without an answer may still arrive, in milliseconds. The connection of a dead process lasts some
 * two minutes, and NAVER accepts no signature older than five.
 */
const settleMs = 300_000
/**
 * When to look for a second migration, in milliseconds after the creation. Huawei accepts a signature for 15 minutes,
 * so nothing can arrive after that.
 */
export const secondLookAfterMs = 1_200_000
/** Greatest difference between the cloud's clock and Ferry's, in milliseconds. */
export const clockSlackMs = 600_000
/** How long Ferry tries to find out what became of an attempt, in milliseconds. */
export const patienceMs = 6 * 3_600_000

/**
 * Carries out an approved request. The migration is created exactly once, however often the process dies. Each attempt
 * is written down before the cloud is asked. After an attempt with an unknown outcome, Ferry searches the cloud for the
 * request's token, and asks again only when the earlier attempt cannot arrive any more.
 */
export async function carryOut(held: Held, executing: Executing): Promise<void> {
  const { status } = held.request()
  if (status.type === 'approved') return attempt(held, executing)
  if (status.type !== 'creating' || !mayLookUp(status, executing.clock.now())) return
  const looked = await lookUp(held, status, executing)
  if (looked.type === 'found') return finish(held, { id: looked.id, how: 'found' }, executing)
  if (looked.type === 'later') return
  if (status.attempts < mostAttempts) return attempt(held, executing)
  const details = { provider: looked.cloud.provider.label, attempts: status.attempts }
  await giveUp(held, new AppError('creation_given_up', details), executing)
}

/** Whether it is time to look for what was created. Only `settlesAt` decides whether another attempt may be made. */
export function mayLookUp({ notBefore }: Pick<Creating, 'notBefore'>, now: number): boolean {
  return hasCome(notBefore, { longestMs: Math.max(...pausesMs), now })
}

type Looked = { type: 'found'; id: string } | { type: 'none'; cloud: OpenCloud } | { type: 'later' }

/** Finds out what became of earlier attempts. Starts the migration if it waits to be started. */
async function lookUp(held: Held, status: Creating, executing: Executing): Promise<Looked> {
  const { clock, log, signal } = executing
  const request = held.request()
  try {
    const cloud = await openCloud(request, executing)
    const found = await cloud.creator.findCreated({ ...cloud.order, since: status.since - clockSlackMs }, { signal })
    if (found === undefined && clock.now() >= status.settlesAt) return { type: 'none', cloud }
    if (found === undefined) {
      await follow(held, to.postpone(request, Math.min(status.settlesAt, clock.now() + lookEveryMs)))
      return { type: 'later' }
    }
    await startWaiting(found, cloud, executing)
    return { type: 'found', id: found.id }
  } catch (error) {
    log.warn({ request: request.id, err: error }, 'Nobody knows yet whether it was created')
    if (isAppError(error, 'account_replaced')) {
      await giveUp(held, astray(request), executing)
      return { type: 'later' }
    }
    const now = clock.now()
    if (now - status.since < patienceMs) await follow(held, to.postpone(request, now + lookAgainAfterMs))
    else await giveUp(held, unfindable(request, error), executing)
    return { type: 'later' }
  }
}

/**
 * Starts a migration that was created but not started: some clouds need two calls, and the process may have died
 * between them.
 */
async function startWaiting(
  found: Migration,
  { provider, connection, order }: OpenCloud,
  { signal, log }: Executing,
): Promise<void> {
  const { kind, id, state } = found
  const start = connection.operation('start', kind)
  if (start === undefined || state !== 'queued' || !isPossible('start', found, provider.kinds[kind])) return
  const { source, target } = order.keys
  const keys = { ...(source && { source }), ...(target && { destination: target }) }
  try {
    await start({ kind, id, ...keys }, { signal })
  } catch (error) {
    // A migration that cannot be started exists all the same. Its card shows the state.
    if (!isAppError(error, 'provider_refused', 'action_impossible')) throw error
    log.warn({ err: error, migration: refOf(found) }, 'It was created, but could not be started')
  }
}

/**
 * Asks the cloud once. A final refusal ends the request; any other outcome is looked up before the cloud is asked
 * again.
 */
async function attempt(held: Held, executing: Executing): Promise<void> {
  const { clock, log, signal, store } = executing
  const before = held.request()
  const cloud = await openCloud(before, executing).catch((error: unknown) => error)
  if (!isOpen(cloud)) return cannotBegin(held, cloud, executing)
  const now = clock.now()
  const count = before.status.type === 'creating' ? before.status.attempts : 0
  const notBefore = now + (pausesMs[count] ?? lookAgainAfterMs)
  await follow(held, to.beginCreating(before, { now, notBefore, settlesAt: now + settleMs }))
  const request = held.request()
  const noted = { verb: 'create', at: now, more: `attempt ${count + 1}` }
  await note(request, { ...noted, outcome: 'begun' }, store)
  const made: Pick<Made, 'requestId'> = {}
  let id: string
  try {
    if (clock.now() - now > longestDelayMs)
      throw new AppError('store_unavailable', { reason: 'it answered too slowly' })
    const onRequestId = (requestId: string) => {
      made.requestId = requestId
    }
    id = (await cloud.creator.create(cloud.order, { signal, onRequestId })).id
  } catch (error) {
    log.warn({ request: request.id, err: error }, 'A migration could not be created')
    await note(request, { ...noted, at: clock.now(), ...endingOf(error) }, store)
    return afterRefusal(held, error, executing)
  }
  await finish(held, { id, how: 'created', ...made }, executing)
}

/**
 * Handles a refusal. A second attempt may be refused because the first was carried out, so Ferry looks for the
 * migration first.
 */
async function afterRefusal(held: Held, error: unknown, executing: Executing): Promise<void> {
  if (isUncertain(error)) return
  await follow(held, to.settle(held.request(), executing.clock.now()))
  const { status } = held.request()
  if (isPassing(error) || status.type !== 'creating') return
  if (status.attempts > 1) {
    const looked = await lookUp(held, status, executing)
    if (looked.type === 'found') return finish(held, { id: looked.id, how: 'found' }, executing)
    if (looked.type === 'later') return
  }
  await giveUp(held, error, executing)
}

/**
 * Handles an error from before the cloud was asked. The request fails, unless the error is Ferry's own or the store's.
 * An earlier attempt may have been carried out all the same.
 */
async function cannotBegin(held: Held, error: unknown, executing: Executing): Promise<void> {
  if (!isAppError(error)) throw error
  const { owner } = error
  if (owner === 'ferry' || error.code === 'store_unavailable') throw error
  await giveUp(held, error, executing)
}

type Made = { id: string; how: 'created' | 'found'; requestId?: string }

/**
 * Notes the creation in the audit, starts the watch, and changes the request last, so that a request that says created
 * always has both.
 */
async function finish(held: Held, { id: migrationId, how, ...named }: Made, executing: Executing): Promise<void> {
  const { store, clock, lookNow } = executing
  const request = held.request()
  const { account, kind } = request.spec
  const now = clock.now()
  const more = `${how} ${refOf({ account, id: migrationId })}`
  await note(request, { verb: 'create', at: now, outcome: 'done', more, ...named }, store)
  // The channel hears of everything since the attempt: a migration may end before Ferry learns that it exists.
  const createdAt = request.status.type === 'creating' ? request.status.since : now
  const made = { createdBy: request.requestedBy, createdAt, seen: 'queued' as const, takesOver: request.id }
  const project = request.identity === undefined ? {} : { identity: projectIn(request.identity) }
  await watchOnce({ account, kind, migrationId, channel: held.channel, ...made, ...keptOf(request), ...project }, store)
  await follow(held, to.created(request, { migrationId, now, lookAgainAt: now + secondLookAfterMs }))
  lookNow(account, migrationId)
}

async function giveUp(held: Held, error: unknown, { clock, store }: Executing): Promise<void> {
  const now = clock.now()
  const request = held.request()
  const failure = failureOf(error)
  await note(request, { verb: 'create', at: now, outcome: 'refused', code: failure.code, more: 'given up' }, store)
  await follow(held, to.failed(request, { failure, now }))
}

export async function follow(held: Held, transition: to.Transition): Promise<void> {
  if (transition.ok) await held.keep(transition.request)
}

/** Whether nothing was carried out and a later attempt may succeed. */
function isPassing(error: unknown): boolean {
  return isAppError(error, 'provider_throttled', 'provider_failed', 'provider_unreachable', 'store_unavailable')
}

function unfindable({ token, spec }: MigrationRequest, cause: unknown): AppError {
  const provider = isAppError(cause) && cause.details.provider !== undefined ? cause.details.provider : spec.account
  return new AppError('creation_unfindable', { provider, token, hours: patienceMs / 3_600_000 }, { cause })
}

/**
 * The error for an account that now means another one. It does not know the earlier attempt, and asking it would create
 * another migration.
 */
function astray({ token, spec: { account } }: MigrationRequest): AppError {
  return new AppError('creation_astray', { account, token })
}

function isOpen(cloud: unknown): cloud is OpenCloud {
  return typeof cloud === 'object' && cloud !== null && 'order' in cloud
}
