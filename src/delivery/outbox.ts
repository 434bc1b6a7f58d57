import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import { listBoards } from './boards.ts'
import { deliverBoard, type Errand, reconsider } from './courier.ts'
import { createLanes } from './lanes.ts'
import { createSweeper, type Sweeper } from './sweep.ts'
import type { Wire } from './wire.ts'

export type Delivery = Sweeper & {
  /** Something may be there to send for this watch or request. Returns at once. */
  nudge(workspace: string, boardId: string): void
  /** Tries broken boards of a channel again: Ferry was invited there, or it was unarchived. */
  heal(workspace: string, channel: string): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  /** Lets what is being sent come to its end, and sends nothing more. */
  stop(): Promise<void>
}

export type DeliveryParts = {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  wire: Wire
  clock: Clock
  log: { warn(details: object, message: string): void; error(details: object, message: string): void }
  onSent?(sent: { urgency: string; outcome: string }): void
  onPending?(pending: { count: number; oldestAgeMs: number }): void
}

type Running = Errand & { work: Promise<void>; isAgain: boolean }

/**
 * Brings what was decided to Slack. What is to be sent is in the sighting or the request, what Slack accepted is in the
 * receipt: nothing lives in memory only, so a restart forgets nothing and repeats nothing.
 */
export function createDelivery(parts: DeliveryParts): Delivery {
  const lanes = createLanes(parts.clock)
  const running = new Map<string, Running>()
  const ending = new AbortController()
  const courier = { ...parts, lanes, signal: ending.signal }

  function nudge(workspace: string, boardId: string, isHealed = false): void {
    if (ending.signal.aborted) return
    const key = `${workspace} ${boardId}`
    const current = running.get(key)
    if (current === undefined) begin(key, { workspace, boardId, isHealed, store: parts.store.in(workspace) })
    else {
      current.isAgain = true
      current.isHealed ||= isHealed
      reconsider(courier, current).catch(complain(current))
    }
  }

  function begin(key: string, errand: Errand): void {
    const current: Running = Object.assign(errand, { work: Promise.resolve(), isAgain: false })
    running.set(key, current)
    current.work = deliverBoard(courier, current)
      .catch(complain(current))
      .finally(() => {
        running.delete(key)
        if (current.isAgain) nudge(current.workspace, current.boardId, current.isHealed)
      })
  }

  function complain({ workspace, boardId }: Errand): (error: unknown) => void {
    return (error) => parts.log.error({ workspace, board: boardId, err: error }, 'Delivery failed')
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all([...running.values()].map(({ work }) => work))
  }

  return {
    ...createSweeper({ ...parts, nudge }),
    nudge: (workspace, boardId) => nudge(workspace, boardId),
    async heal(workspace, channel) {
      const boards = await listBoards(parts.store.in(workspace))
      for (const board of boards) if (board.channel === channel) nudge(workspace, board.id, true)
    },
    idle,
    stop() {
      ending.abort()
      lanes.stop()
      return idle()
    },
  }
}
