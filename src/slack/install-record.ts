import type { Clock } from '../clock.ts'
import { AppError, isAppError } from '../errors.ts'
import type { Install, InstallState, Store } from '../store/store.ts'
import { type InstallFact, purgeDueAt, stateAfter } from './install-state.ts'
import { installStep, purgeBegun, type Step, stepOf } from './install-steps.ts'

/** Who Ferry is in a workspace. */
export type Identity = { workspace: string; botToken: string; botUserId: string; botId?: string }

export type RecordParts = {
  store: Pick<Store, 'installs' | 'in' | 'claim'>
  /** Undefined where the record has no token that Ferry could ask about. */
  identityIn(workspace: string, install: Install): Identity | undefined
  /** How long the data of a workspace is kept after Ferry was removed from it. */
  graceMs: number
  clock: Clock
  log: Record<'info' | 'warn' | 'error', (details: object, message: string) => void>
  onState(workspace: string, state: InstallState): void
}

/**
 * Something became known of an install: it is written under the install's lease, and in the audit first. With `ofToken`,
 * only if that is still its token. Whether a token may be used is heeded even if the audit can't be written; a removal,
 * which a purge follows, is not.
 */
export async function noteFact(parts: RecordParts, workspace: string, { fact, ofToken }: Noted): Promise<void> {
  const { store, clock, graceMs, identityIn } = parts
  await leased(parts, workspace, async () => {
    const before = await store.installs.get(workspace)
    if (before === undefined || !isOf(ofToken, identityIn(workspace, before))) return
    const state = stateAfter(before.state, fact, clock.now())
    if (state === undefined) return
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

/** Ferry has a token that works. What can't be written in the audit must not keep anybody from mending an install. */
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
  /** Slack user id. */
  user: string
  renew(before: Install | undefined): Install
  /** Whether nothing worth telling has changed. */
  isSilent?(before: Install | undefined): boolean
}

/** Removes what belongs to the workspace, if it is due and this is still its token. One that died halfway is done again. */
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

/** Installing again mends what can't be read. */
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

/** What Ferry notes by itself, it notes as the user that it is in the workspace. */
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
  const details = { workspace, detail, ...(code === undefined ? {} : { reason: code }) }
  if (isWarning) log.warn(details, message)
  else log.info(details, message)
}

/** Longer than a purge takes, so that one that died in it does not hold up others for long. */
const leaseMs = 60_000
const leasePauseMs = 100

/** One at a time over all replicas: an installation waits for a purge, and is not lost in it. */
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
