import type { Clock } from '../clock.ts'
import type { Store, Watch, WorkspaceStore } from '../store/store.ts'
import { undelivered } from './next-step.ts'
import { receiptOf, sightingOf } from './plan.ts'

type Swept = {
  store: Pick<Store, 'in' | 'workspaces'>
  clock: Clock
  nudge(workspace: string, watchId: string): void
  onPending?(pending: { count: number; oldestAgeMs: number }): void
}

/** Nudges every watch that has something undelivered, and tells how much waits and for how long. */
export async function sweep({ store, clock, nudge, onPending }: Swept): Promise<void> {
  let count = 0
  let oldestAt = clock.now()
  for (const workspace of await store.workspaces()) {
    for (const { watchId, decidedAt } of await unfinishedIn(store.in(workspace))) {
      count += decidedAt.length
      oldestAt = Math.min(oldestAt, ...decidedAt)
      nudge(workspace, watchId)
    }
  }
  onPending?.({ count, oldestAgeMs: clock.now() - oldestAt })
}

async function unfinishedIn(store: WorkspaceStore): Promise<Unfinished[]> {
  const { items } = await store.watches.list()
  const found: Unfinished[] = []
  // A part at a time: all cards at once would be large.
  for (let start = 0; start < items.length; start += pageSize) {
    const page = await Promise.all(items.slice(start, start + pageSize).map((watch) => unfinished(watch, store)))
    found.push(...page.filter((one) => one !== undefined))
  }
  return found
}

const pageSize = 100
type Unfinished = { watchId: string; decidedAt: number[] }

async function unfinished(watch: Watch, store: WorkspaceStore): Promise<Unfinished | undefined> {
  const [seen, sent] = await Promise.all([store.sightings.get(watch.id), store.receipts.get(watch.id)])
  const { sighting } = sightingOf(watch, seen)
  const { receipt } = receiptOf(watch, sent)
  if (sighting === undefined) return undefined
  const decidedAt = undelivered(sighting, receipt).map((entry) => entry.decidedAt)
  const isUpToDate = decidedAt.length === 0 && sighting.card?.hash === receipt?.cardHash
  return isUpToDate ? undefined : { watchId: watch.id, decidedAt }
}
