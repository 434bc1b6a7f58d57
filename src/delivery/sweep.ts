import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt, Sighting, Store, Watch, WorkspaceStore } from '../store/store.ts'
import { undelivered } from './next-step.ts'
import { receiptOf, sightingOf } from './plan.ts'

export type Sweeper = {
  /** These have just been read: what is unfinished among them is nudged, and the next sweep leaves them out. */
  resume(workspace: string, records: readonly WatchRecords[]): void
  /** Nudges every watch that has something undelivered, and tells how much waits and for how long. */
  sweep(): Promise<void>
}

/** All that is stored of one watch. */
export type WatchRecords = { watch: Watch; sighting: Sighting | undefined; receipt: Receipt | undefined }

type SweeperParts = {
  store: Pick<Store, 'in' | 'workspaces'>
  clock: Clock
  nudge(workspace: string, watchId: string): void
  onPending?(pending: { count: number; oldestAgeMs: number }): void
}

/** Reading everything twice in a tick would cost as much as the rest of it: what the poller has read is taken from it. */
export function createSweeper({ store, clock, nudge, onPending }: SweeperParts): Sweeper {
  let resumed = new Map<string, readonly number[]>()

  function nudgeUnfinished(workspace: string, records: WatchRecords): number[] {
    const waiting = unfinished(records)
    if (waiting !== undefined) nudge(workspace, records.watch.id)
    return waiting ?? []
  }

  return {
    resume(workspace, all) {
      for (const records of all) {
        resumed.set(keyOf(workspace, records.watch), nudgeUnfinished(workspace, records))
      }
    },
    async sweep() {
      const known = resumed
      resumed = new Map()
      const decidedAt = [...known.values()].flat()
      for (const workspace of await store.workspaces()) {
        const own = store.in(workspace)
        const { items } = await own.watches.list()
        const unread = items.filter((watch) => !known.has(keyOf(workspace, watch)))
        for await (const records of readAll(unread, own)) decidedAt.push(...nudgeUnfinished(workspace, records))
      }
      const oldestAt = decidedAt.reduce((oldest, at) => Math.min(oldest, at), clock.now())
      onPending?.({ count: decidedAt.length, oldestAgeMs: clock.now() - oldestAt })
    },
  }
}

/** A part at a time: all cards at once would be large. */
async function* readAll(watches: readonly Watch[], store: WorkspaceStore): AsyncGenerator<WatchRecords> {
  for (let start = 0; start < watches.length; start += pageSize) {
    const page = await Promise.all(watches.slice(start, start + pageSize).map((watch) => read(watch, store)))
    yield* page.filter((records) => records !== undefined)
  }
}

const pageSize = 100

/** One that can't be read must not hold up the others; the poller reports it at each tick. */
async function read(watch: Watch, store: WorkspaceStore): Promise<WatchRecords | undefined> {
  try {
    const [seen, sent] = await Promise.all([store.sightings.get(watch.id), store.receipts.get(watch.id)])
    return { watch, sighting: sightingOf(watch, seen).sighting, receipt: receiptOf(watch, sent).receipt }
  } catch (error) {
    if (!isAppError(error, 'record_unreadable')) throw error
  }
}

/** When each thing that waits was decided; undefined when Slack shows everything as it should. */
function unfinished({ sighting, receipt }: WatchRecords): number[] | undefined {
  if (sighting === undefined) return undefined
  const waiting = undelivered(sighting, receipt)
  const isUpToDate = waiting.length === 0 && sighting.card?.hash === receipt?.cardHash
  return isUpToDate ? undefined : waiting.map(({ decidedAt }) => decidedAt)
}

function keyOf(workspace: string, { id }: Watch): string {
  return `${workspace} ${id}`
}
