import type { Boards } from './boards.ts'
import { type CourierParts, deliverBoard, type Errand, reconsider } from './courier.ts'

/** What is being sent: one errand a board. */
export type Errands = {
  /** Something may be there to send for a board. Returns at once. */
  nudge(workspace: string, boardId: string, isHealed?: boolean): void
  /** The work on a board. Undefined if nothing is being sent for it. */
  workOn(workspace: string, boardId: string): Promise<void> | undefined
  /** Has what is being sent for a board look once more when it is done. False if nothing is. */
  lookAgain(workspace: string, boardId: string): boolean
  /** All work, or that for one workspace. */
  all(workspace?: string): Promise<void>[]
}

type Running = Errand & { work: Promise<void>; isAgain: boolean }

export function createErrands(courier: CourierParts & { boardsOf(workspace: string): Boards | undefined }): Errands {
  const running = new Map<string, Running>()
  const watched = new WeakSet<Boards>()

  function nudge(workspace: string, boardId: string, isHealed = false): void {
    const boards = courier.boardsOf(workspace)
    if (courier.signal.aborted || boards === undefined) return
    const key = keyOf(workspace, boardId)
    const current = running.get(key)
    if (current === undefined) begin(key, { workspace, boardId, isHealed, boards })
    else {
      current.isAgain = true
      current.isHealed ||= isHealed
      reconsider(courier, current).catch(complain(current))
    }
  }

  function begin(key: string, errand: Errand): void {
    const current: Running = Object.assign(errand, { work: Promise.resolve(), isAgain: false })
    running.set(key, current)
    withdrawAtEnd(errand.boards)
    current.work = deliverBoard(courier, current)
      .catch(complain(current))
      .finally(() => {
        running.delete(key)
        if (current.isAgain) nudge(current.workspace, current.boardId, current.isHealed)
      })
  }

  /** What waits for its turn is given up as soon as this replica speaks for the workspace no more. */
  function withdrawAtEnd(boards: Boards): void {
    if (watched.has(boards)) return
    watched.add(boards)
    const withdraw = () => {
      for (const one of running.values()) if (one.boards === boards) one.queued?.turn.withdraw()
    }
    boards.signal.addEventListener('abort', withdraw, { once: true })
  }

  function complain({ workspace, boardId }: Errand): (error: unknown) => void {
    return (error) => courier.log.error({ workspace, board: boardId, err: error }, 'Delivery failed')
  }

  return {
    nudge,
    workOn: (workspace, boardId) => running.get(keyOf(workspace, boardId))?.work,
    lookAgain(workspace, boardId) {
      const current = running.get(keyOf(workspace, boardId))
      if (current !== undefined) current.isAgain = true
      return current !== undefined
    },
    all: (workspace) =>
      [...running.values()].filter((one) => (workspace ?? one.workspace) === one.workspace).map(({ work }) => work),
  }
}

function keyOf(workspace: string, boardId: string): string {
  return `${workspace} ${boardId}`
}
