import type { Clock } from '../clock.ts'
import type { Receipt, Sighting, Store, Watch, WorkspaceStore } from '../store/store.ts'
import { type Board, type BoardRecords, listBoards, readBoards } from './boards.ts'
import { isDue, undelivered } from './next-step.ts'

export type Sweeper = {
  /** These have just been read: what is unfinished among them is nudged, and the next sweep leaves them out. */
  resume(workspace: string, records: readonly WatchRecords[]): void
  /**
   * Nudges every board that has something undelivered, and tells how much waits and for how long. `listed`: the watches
   * of workspaces where they have just been listed.
   */
  sweep(listed?: ReadonlyMap<string, readonly Watch[]>): Promise<void>
}

/** All that is stored of one watch, and nothing of an earlier one. */
export type WatchRecords = { watch: Watch; sighting: Sighting | undefined; receipt: Receipt | undefined }

type SweeperParts = {
  store: Pick<Store, 'in' | 'workspaces'>
  clock: Clock
  nudge(workspace: string, boardId: string): void
  onPending?(pending: { count: number; oldestAgeMs: number }): void
}

/** Reading everything twice in a tick would cost as much as the rest of it: what the poller has read is taken from it. */
export function createSweeper({ store, clock, nudge, onPending }: SweeperParts): Sweeper {
  let resumed = new Map<string, readonly number[]>()

  function nudgeUnfinished(workspace: string, id: string, records: Omit<BoardRecords, 'board'>): number[] {
    const waiting = unfinished(records)
    if (waiting !== undefined) nudge(workspace, id)
    return waiting ?? []
  }

  return {
    resume(workspace, all) {
      for (const { watch, sighting, receipt } of all) {
        const records = { ...(sighting && { news: sighting }), ...(receipt && { receipt }) }
        resumed.set(keyOf(workspace, watch), nudgeUnfinished(workspace, watch.id, records))
      }
    },
    async sweep(listed) {
      const known = resumed
      resumed = new Map()
      const decidedAt = [...known.values()].flat()
      for (const workspace of await store.workspaces()) {
        const own = store.in(workspace)
        const boards = await listBoards(own, listed?.get(workspace))
        const unread = boards.filter((board) => !known.has(keyOf(workspace, board)))
        for await (const { board, ...records } of readAll(unread, own)) {
          decidedAt.push(...nudgeUnfinished(workspace, board.id, records))
        }
      }
      const oldestAt = decidedAt.reduce((oldest, at) => Math.min(oldest, at), clock.now())
      onPending?.({ count: decidedAt.length, oldestAgeMs: clock.now() - oldestAt })
    },
  }
}

/** A part at a time: all cards at once would be large. */
async function* readAll(boards: readonly Board[], store: WorkspaceStore): AsyncGenerator<BoardRecords> {
  for (let start = 0; start < boards.length; start += pageSize) {
    yield* await readBoards(boards.slice(start, start + pageSize), store)
  }
}

const pageSize = 100

/** When each thing that waits was decided; undefined when Slack shows everything as it should. */
function unfinished({ news, receipt }: Omit<BoardRecords, 'board'>): number[] | undefined {
  if (news === undefined) return undefined
  const waiting = undelivered(news, receipt)
  const isUpToDate = waiting.length === 0 && !isDue(news, receipt)
  return isUpToDate ? undefined : waiting.map(({ decidedAt }) => decidedAt)
}

function keyOf(workspace: string, { id }: Pick<Board, 'id'>): string {
  return `${workspace} ${id}`
}
