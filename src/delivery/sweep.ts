import type { Clock } from '../clock.ts'
import { isAppError } from '../errors.ts'
import type { Receipt, Sighting, Store, Watch, WorkspaceStore } from '../store/store.ts'
import { type Board, type BoardRecords, listBoards, readBoard, recordsOf, watchBoard } from './boards.ts'
import { isDue, undelivered } from './next-step.ts'

export type Sweeper = {
  /** These have just been read: what is unfinished among them is nudged, and the next sweep leaves them out. */
  resume(workspace: string, records: readonly WatchRecords[]): void
  /** Nudges every board that has something undelivered, and tells how much waits and for how long. */
  sweep(): Promise<void>
}

/** All that is stored of one watch. */
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

  function nudgeUnfinished(workspace: string, records: BoardRecords): number[] {
    const waiting = unfinished(records)
    if (waiting !== undefined) nudge(workspace, records.board.id)
    return waiting ?? []
  }

  return {
    resume(workspace, all) {
      for (const records of all) {
        resumed.set(keyOf(workspace, records.watch), nudgeUnfinished(workspace, boardRecordsOf(records)))
      }
    },
    async sweep() {
      const known = resumed
      resumed = new Map()
      const decidedAt = [...known.values()].flat()
      for (const workspace of await store.workspaces()) {
        const own = store.in(workspace)
        const unread = (await listBoards(own)).filter((board) => !known.has(keyOf(workspace, board)))
        for await (const records of readAll(unread, own)) decidedAt.push(...nudgeUnfinished(workspace, records))
      }
      const oldestAt = decidedAt.reduce((oldest, at) => Math.min(oldest, at), clock.now())
      onPending?.({ count: decidedAt.length, oldestAgeMs: clock.now() - oldestAt })
    },
  }
}

function boardRecordsOf({ watch, sighting, receipt }: WatchRecords): BoardRecords {
  return recordsOf(watchBoard(watch), { ...(sighting && { news: sighting }), ...(receipt && { receipt }) })
}

/** A part at a time: all cards at once would be large. */
async function* readAll(boards: readonly Board[], store: WorkspaceStore): AsyncGenerator<BoardRecords> {
  for (let start = 0; start < boards.length; start += pageSize) {
    const page = await Promise.all(boards.slice(start, start + pageSize).map(({ id }) => read(id, store)))
    yield* page.filter((records) => records !== undefined)
  }
}

const pageSize = 100

/** One that can't be read must not hold up the others; who writes it reports it at each tick. */
async function read(id: string, store: WorkspaceStore): Promise<BoardRecords | undefined> {
  try {
    return await readBoard(id, store)
  } catch (error) {
    if (!isAppError(error, 'record_unreadable', 'seal_unopenable')) throw error
  }
}

/** When each thing that waits was decided; undefined when Slack shows everything as it should. */
function unfinished({ news, receipt }: BoardRecords): number[] | undefined {
  if (news === undefined) return undefined
  const waiting = undelivered(news, receipt)
  const isUpToDate = waiting.length === 0 && !isDue(news, receipt)
  return isUpToDate ? undefined : waiting.map(({ decidedAt }) => decidedAt)
}

function keyOf(workspace: string, { id }: Pick<Board, 'id'>): string {
  return `${workspace} ${id}`
}
