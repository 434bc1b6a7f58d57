import type { MigrationRequest } from '../approvals/request.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Claim, RequestRecord, Store, WorkspaceStore } from '../store/store.ts'
import { type Note, notesOn } from './notes.ts'
import { postingOf } from './posting.ts'

export type Leasing = { workspace: string; store: WorkspaceStore; claim: Store['claim']; clock: Clock }

/** A request in the hands of the one who may change it. */
export type Held = {
  request(): MigrationRequest
  channel: string
  /** Writes what became of it, with its card and what is to be said; throws store_unavailable when the lease is over. */
  keep(next: MigrationRequest, notes?: readonly Note[]): Promise<void>
}

/** Longer than anything that is done under it. */
export const leaseMs = 120_000
const waitMs = 200
const waits = 25

/** One at a time over all replicas, so that two who decide at once decide once. Throws request_busy or request_not_found. */
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

/** The same, unless somebody else has it: then undefined at once. */
export async function whileFree<Done>(
  id: string,
  leasing: Leasing,
  run: (held: Held) => Promise<Done>,
): Promise<{ done: Done } | undefined> {
  const claim = await claimRequest(id, leasing)
  if (claim === undefined) return undefined
  const until = leasing.clock.now() + leaseMs
  try {
    const record = await leasing.store.requests.get(id)
    if (record === undefined) throw new AppError('request_not_found', { id: id.slice(0, 40) })
    return { done: await run(hold(record, until, leasing)) }
  } finally {
    await claim.release()
  }
}

export function claimRequest(id: string, { workspace, claim }: Leasing): Promise<Claim | undefined> {
  return claim(`request:${workspace}:${id}`, leaseMs)
}

function hold(first: RequestRecord, until: number, { store, clock }: Leasing): Held {
  let record = first
  return {
    request: () => record.request,
    channel: first.posting.channel,
    async keep(next, notes = []) {
      const now = clock.now()
      // Somebody else may have it by now, and have decided.
      if (now >= until) throw new AppError('store_unavailable', { reason: 'it answered too slowly' })
      const said = [...notesOn(record.request, next), ...notes]
      const kept = { request: next, posting: postingOf(next, record.posting, { notes: said, now }) }
      await store.requests.set(next.id, kept)
      record = kept
    },
  }
}
