import { AppError } from '../../errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Statistics } from '../../migrations/statistics.ts'
import type { AccountAccess, CallOptions, Connection, Period, ProviderEnvironment, Target } from '../provider.ts'
import { acceptPrivacyStatement } from './api/service.ts'
import { listTasks } from './api/tasks.ts'
import { createBrowser } from './browser.ts'
import { createOmsCall } from './client.ts'
import { create, findCreated } from './create.ts'
import { accountOf } from './credentials.ts'
import { readFailures } from './failures/read.ts'
import { list, listActive } from './listing.ts'
import { preflight } from './preflight/index.ts'
import { isCalledInProgress, isNotFound } from './problems.ts'
import type { Session } from './session.ts'
import { setLimits } from './steering/limits.ts'
import { setPriority } from './steering/priority.ts'
import { pushObjects } from './steering/push.ts'
import { about, kindOf, knownKindOf, ownRef } from './targets.ts'

/** One Huawei account as the rest of Ferry sees it. */
export function openHuawei(account: AccountAccess, environment: ProviderEnvironment): Connection {
  const access = accountOf(account.credentials)
  const call = createOmsCall(account.name, access, environment)
  const session: Session = { account: account.name, environment, call }
  const browser = createBrowser(session, access)
  return {
    check: async (options) => {
      await listTasks(call, { limit: 1 }, options)
    },
    list: (query, options) => list(session, query, options),
    listActive: (options) => listActive(session, options),
    show: (target, options) => show(session, target, options),
    pause: async (target, options) => kindOf(session, target).stop(session, target.id, about(session, target, options)),
    start: async (order, options) => kindOf(session, order).start(session, order, about(session, order, options)),
    delete: (target, options) => remove(session, target, options),
    readStatistics: (order, options) => readStatistics(session, order, options),
    readFailures: (order, options) =>
      readFailures({ session, browser, obsEndpoint: access.obsEndpoint }, order, options),
    preflight: (order, options) => preflight({ session, browser, order, region: access.region, options }),
    create: (order, options) => create(session, { ...order, region: access.region }, options),
    findCreated: (order, options) => findCreated(session, order, options),
    acceptPrivacyStatement: (options) => acceptPrivacyStatement(call, options),
    browse: browser,
    setLimits: (order, options) => setLimits(session, order, options),
    setPriority: (order, options) => setPriority(session, order, options),
    pushObjects: (order, options) => pushObjects(session, order, options),
  }
}

async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  try {
    return await knownKindOf(target)?.read(session, target.id, about(session, target, options))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function readStatistics(session: Session, order: Target & Period, options: CallOptions): Promise<Statistics> {
  const { readStatistics: read } = kindOf(session, order)
  const ref = ownRef(session, order)
  if (read === undefined) throw new AppError('statistics_none', { ref })
  return read(session, order, about(session, order, options))
}

/**
 * Deletes a migration. Right after a pause, OMS still calls the task in progress: while it shows the task as paused,
 * Ferry asks again.
 */
async function remove(session: Session, target: Target, options: CallOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await tryRemove(session, target, options)
    if (refusal === undefined) return
    if (attempt === deleteAttempts) throw refusal
    const now = await show(session, target, options)
    if (now === undefined) return
    if (now.state !== 'paused') throw refusal
    await session.environment.clock.sleep(deletePauseMs, options.signal)
    options.signal?.throwIfAborted()
  }
}

/**
 * Tries to delete a migration. Resolves to the refusal if OMS calls it in progress. One that is gone already counts as
 * deleted.
 */
async function tryRemove(session: Session, target: Target, options: CallOptions): Promise<AppError | undefined> {
  try {
    await kindOf(session, target).delete(session, target.id, about(session, target, options))
  } catch (error) {
    if (isCalledInProgress(error)) return error
    if (!isNotFound(error)) throw error
  }
}

/** Attempts to delete a migration: about 30 seconds in all. */
const deleteAttempts = 16
const deletePauseMs = 2_000
