import type { Clock } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Install, InstallState, Store } from '../../store/store.ts'
import { type InstallFact, purgeDueAt, stateAfter } from './state.ts'
import { installStep, purgeBegun, type Step, stepOf } from './steps.ts'

/** Who Ferry is in a workspace, and with which token. */
export type Identity = { workspace: string; botToken: string; botUserId: string; botId?: string }

export type RecordParts = {
  store: Pick<Store, 'installs' | 'in' | 'claim'>
  /** Who Ferry is by an install's record. Undefined if the record has no token that Ferry could ask about. */
  identityIn(workspace: string, install: Install): Identity | undefined
  /** How long a workspace's data is kept after Ferry was removed from it, in milliseconds. */
  graceMs: number
  clock: Clock
  log: Record<'info' | 'warn' | 'error', (details: object, message: string) => void>
  onState(workspace: string, state: InstallState): void
}

/**
 * Records a fact about an install under the install's lease, in the audit first. With `ofToken`, only if that is still
 * the install's token. A fact about the token takes effect even if the audit can't be written. A removal, which a purge
 * follows, does not.
 */
export async function noteFact(parts: RecordParts, workspace: string, { fact, ofToken }: Noted): Promise<void> {
  const { store, clock, graceMs, identityIn } = parts
  await leased(parts, workspace, async () => {
    const before = await store.installs.get(workspace)
    if (before === undefined || !isOf(ofToken, identityIn(workspace, before))) return
    const state = stateAfter(before.state, fact, clock.now())
    if (state === undefined) return parts.onState(workspace, before.state)
    const step = stepOf({ before: before.state, after: state, graceMs })
    const actor = { workspace, user: userOf(parts, workspace, before) }
    const isOfToken = fact.type !== 'told' && state.type !== 'removed'
    await (isOfToken ? auditIfPossible(parts, step, actor) : audit(parts, step, actor))
    await store.installs.set(workspace, { ...before, state })
    parts.onState(workspace, state)
    logStep(parts, step, workspace)
  })
}
export type Noted = { fact: InstallFact; ofToken?: string }

/**
 * Records that Ferry has a token that works. If the audit can't be written, the install is renewed all the same, so
 * that people can always repair one.
 */
export async function noteInstall(parts: RecordParts, workspace: string, { user, renew, isSilent }: Renewal) {
  const { store } = parts
  await leased(parts, workspace, async () => {
    const before = await readable(store.installs.get(workspace))
    const install = renew(before)
    await store.installs.set(workspace, install)
    parts.onState(workspace, install.state)
    if (isSilent?.(before)) return
    const step = installStep(before?.state)
    logStep(parts, step, workspace)
    await auditIfPossible(parts, step, { workspace, user })
  })
}
export type Renewal = {
  /** Slack user id for the audit entry. */
  user: string
  renew(before: Install | undefined): Install
  /** Whether nothing has changed that is worth a log line and an audit entry. */
  isSilent?(before: Install | undefined): boolean
}

/**
 * Has the admins of a workspace told of missing optional scopes, unless they were told of the same ones. They are noted
 * as told once `tell` resolves.
 */
export async function tellOnce(parts: RecordParts, workspace: string, { scopes, tell }: Untold): Promise<void> {
  const { store } = parts
  const toldOfScopes = scopes.join()
  const untold = async () => {
    const install = await store.installs.get(workspace)
    return install?.toldOfScopes === toldOfScopes ? undefined : install
  }
  // Nearly every start finds them told, and needs no lease.
  if ((await untold()) === undefined) return
  await leased(parts, workspace, async () => {
    const before = await untold()
    if (before === undefined) return
    await tell()
    await store.installs.set(workspace, { ...before, toldOfScopes })
  })
}
export type Untold = { scopes: readonly string[]; tell(): Promise<void> }

/** Removes a workspace's data, if that is due and `ofToken` is still its token. Repeats a purge that died halfway. */
export async function purgeInstall(parts: RecordParts, workspace: string, ofToken: string): Promise<void> {
  const { store, clock, graceMs } = parts
  await leased(parts, workspace, async () => {
    const before = await store.installs.get(workspace)
    if (before === undefined || !isOf(ofToken, parts.identityIn(workspace, before))) return
    if ((purgeDueAt(before.state, graceMs) ?? Number.POSITIVE_INFINITY) > clock.now()) return
    const actor = { workspace, user: userOf(parts, workspace, before) }
    const after = { type: 'purged' as const, since: clock.now() }
    const done = stepOf({ before: before.state, after, graceMs })
    await audit(parts, purgeBegun, actor)
    logStep(parts, purgeBegun, workspace)
    await store.in(workspace).purge()
    await audit(parts, done, actor)
    await store.installs.set(workspace, { state: after })
    parts.onState(workspace, after)
    logStep(parts, done, workspace)
  })
}

/** Reads a record. Undefined if it can't be read, because installing again replaces it. */
async function readable(reading: Promise<Install | undefined>): Promise<Install | undefined> {
  try {
    return await reading
  } catch (error) {
    if (isAppError(error, 'record_unreadable', 'seal_unopenable')) return undefined
    throw error
  }
}

function isOf(token: string | undefined, identity: Identity | undefined): boolean {
  return token === undefined || identity?.botToken === token
}

/** The user for Ferry's own audit entries: the user that Ferry is in the workspace. */
function userOf({ identityIn }: RecordParts, workspace: string, install: Install): string {
  return identityIn(workspace, install)?.botUserId ?? 'unknown'
}

async function audit({ store, clock }: RecordParts, { event }: Step, { workspace, user }: Actor): Promise<void> {
  await store.in(workspace).audit.append({ ...event, at: clock.now(), user, door: 'ferry' })
}
type Actor = { workspace: string; user: string }

async function auditIfPossible(parts: RecordParts, step: Step, actor: Actor): Promise<void> {
  try {
    await audit(parts, step, actor)
  } catch (error) {
    const { workspace } = actor
    parts.log.error({ workspace, err: error }, 'What became of an install could not be written in the audit')
  }
}

function logStep({ log }: RecordParts, { event, message, isWarning }: Step, workspace: string): void {
  const { code, detail } = event
  const details = { workspace, detail, ...defined({ reason: code }) }
  if (isWarning) log.warn(details, message)
  else log.info(details, message)
}

/**
 * Lease on an install, in milliseconds: longer than a purge takes, yet short enough that a process that dies in one
 * does not hold up others for long.
 */
const leaseMs = 60_000
const leasePauseMs = 100

/**
 * Does work under an install's lease, one at a time across all replicas, so that an installation during a purge waits
 * and is not lost.
 */
async function leased(parts: RecordParts, workspace: string, work: () => Promise<void>): Promise<void> {
  const { store, clock } = parts
  for (let tries = 0; tries < (2 * leaseMs) / leasePauseMs; tries += 1) {
    const claim = await store.claim(`install:${workspace}`, leaseMs)
    if (claim === undefined) {
      await clock.sleep(leasePauseMs)
      continue
    }
    try {
      return await work()
    } finally {
      await claim.release()
    }
  }
  throw new AppError('store_unavailable', { reason: 'the install is held by another process' })
}
