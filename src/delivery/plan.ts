import type { Clock } from '../clock.ts'
import type { Receipt, Sighting, Watch, WorkspaceStore } from '../store/store.ts'
import { nextStep, type Step } from './next-step.ts'

/** The next thing to send for a watch, and what it was planned from. */
export type Plan = { watch: Watch; step: Step; receipt: Receipt }

/** Reads the watch and plans; undefined when there is nothing to send, or no such watch any more. */
export async function planFor(
  { clock }: { clock: Clock },
  { store, watchId, isHealed }: { store: WorkspaceStore; watchId: string; isHealed: boolean },
): Promise<Plan | undefined> {
  const [watch, sighting, receipt] = await Promise.all([
    store.watches.get(watchId),
    store.sightings.get(watchId),
    store.receipts.get(watchId),
  ])
  if (watch === undefined) return undefined
  const known = { ...sightingOf(watch, sighting), ...receiptOf(watch, receipt) }
  const now = isHealed ? Number.POSITIVE_INFINITY : clock.now()
  const step = nextStep(watch, { ...known, now })
  return step && { watch, step, receipt: known.receipt ?? { watchId, deliveredSeq: watch.createdAt - 1 } }
}

/**
 * What an earlier watch of the same migration in the same channel left behind is not this one's. Sequence numbers
 * tell them apart, since they start at the time when the watch was made.
 */
export function sightingOf(watch: Watch, sighting: Sighting | undefined): { sighting?: Sighting } {
  return sighting !== undefined && sighting.nextSeq >= watch.createdAt ? { sighting } : {}
}

export function receiptOf(watch: Watch, receipt: Receipt | undefined): { receipt?: Receipt } {
  return receipt !== undefined && receipt.deliveredSeq >= watch.createdAt - 1 ? { receipt } : {}
}
