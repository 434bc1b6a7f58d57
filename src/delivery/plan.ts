import type { Clock } from '../clock.ts'
import type { Receipt } from '../store/store.ts'
import type { Board, Boards } from './boards.ts'
import { nextStep, type Step } from './next-step.ts'

/** The next thing to send for a board, and what it was planned from. */
export type Plan = { board: Board; step: Step; receipt: Receipt }

/** Reads the board and plans; undefined when there is nothing to send, or no such board any more. */
export async function planFor(
  { clock }: { clock: Clock },
  { boards, boardId, isHealed }: { boards: Pick<Boards, 'read' | 'openedAt'>; boardId: string; isHealed: boolean },
): Promise<Plan | undefined> {
  const records = await boards.read(boardId)
  if (records === undefined) return undefined
  const { board, news, receipt } = records
  // What Slack refused before this replica began is tried at once.
  const isToBeTried = isHealed || (receipt?.broken !== undefined && receipt.broken.triedAt < boards.openedAt)
  const now = isToBeTried ? Number.POSITIVE_INFINITY : clock.now()
  const step = nextStep(board, { ...(news && { sighting: news }), ...(receipt && { receipt }), now })
  return step && { board, step, receipt: receipt ?? { watchId: boardId, deliveredSeq: board.createdAt - 1 } }
}
