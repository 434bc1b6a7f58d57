import type { MigrationRequest } from '../approvals/request.ts'
import type { Clock } from '../async/clock.ts'
import { AppError, isAppError } from '../errors/errors.ts'
import type { Change, Claim, RequestRecord, Store, WorkspaceStore } from '../store/store.ts'
import { type Note, notesOn } from './notes.ts'
import { postingOf } from './posting.ts'

export type Leasing = { workspace: string; store: WorkspaceStore; claim: Store['claim']; clock: Clock }

/** A request under a lease, in the hands of the only one who may change it. */
export type Held = {
  request(): MigrationRequest
  channel: string
  /** Writes the changed request with its card and notes. Throws store_unavailable if the lease is over. */
  keep(next: MigrationRequest, notes?: readonly Note[]): Promise<void>
}

/** Length of a lease, in milliseconds: longer than anything done under it. */
export const leaseMs = 120_000
const waitMs = 200
const waits = 25

/**
 * Runs work on a request, one at a time over all replicas, so that two people who decide at once decide once. Throws
 * request_busy or request_not_found.
 */
export async function withRequest<Done>(
  id: string,
  leasing: Leasing,
  run: (held: Held) => Promise<Done>,
): Promise<Done> {
  for (let tries = 0; tries < waits; tries += 1) {
    const outcome = await whileFree(id, leasing, run)
    if (outcome !== undefined) return outcome.done
    await leasing.clock.sleep(waitMs)
  }
  throw new AppError('request_busy', { id })
}

/**
 * Runs work on a request under its lease. Undefined at once if somebody else has the lease. Throws request_not_found.
 */
export async function whileFree<Done>(
  id: string,
  leasing: Leasing,
  run: (held: Held) => Promise<Done>,
): Promise<{ done: Done } | undefined> {
  const claim = await claimRequest(id, leasing)
  if (claim === undefined) return undefined
  try {
    const record = await leasing.store.requests.get(id)
    if (record === undefined) throw new AppError('request_not_found', { id: id.slice(0, 40) })
    return { done: await run(hold(record, claim, leasing)) }
  } finally {
    await claim.release()
  }
}

export function claimRequest(id: string, { workspace, claim }: Leasing): Promise<Claim | undefined> {
  return claim(`request:${workspace}:${id}`, leaseMs)
}

function hold(first: RequestRecord, claim: Claim, { store, clock }: Leasing): Held {
  let record = first
  return {
    request: () => record.request,
    channel: first.posting.channel,
    async keep(next, notes = []) {
      const said = [...notesOn(record.request, next), ...notes]
      const kept = { request: next, posting: postingOf(next, record.posting, { notes: said, now: clock.now() }) }
      await commitUnder(claim, store, store.requests.putting(next.id, kept))
      record = kept
    },
  }
}

/** Somebody else may have the lease by now and have decided. */
async function commitUnder(claim: Claim, store: WorkspaceStore, change: Change): Promise<void> {
  try {
    await store.commit([change], claim)
  } catch (cause) {
    if (!isAppError(cause, 'lease_lost')) throw cause
    throw new AppError('store_unavailable', { reason: 'it answered too slowly' }, { cause })
  }
}
