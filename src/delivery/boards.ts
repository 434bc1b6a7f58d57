import type { News, Receipt } from '../store/store.ts'

/** Whatever has a card in a channel: a watch, a request, or a notice about an account. All are delivered alike. */
export type Board = {
  id: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the board whose card this one takes over. */
  takesOver?: string
  /** For its owner: what Ferry does with it, and what to type to be rid of it. */
  purpose: string
  stop: string
}

/** All that is known of one board. `news` is absent while there is nothing to be shown. */
export type BoardRecords = { board: Board; news?: News; receipt?: Receipt }

/** The boards of one workspace, in the hands of the replica that owns it. */
export type Boards = {
  /** Aborts when this replica speaks for the workspace no more. Then nothing waits any longer. */
  signal: AbortSignal
  /** When this replica began to speak for the workspace, in epoch milliseconds. Older refusals do not count. */
  openedAt: number
  /** Undefined if there is no such board any more. Draws its card as it looks now. */
  read(id: string): Promise<BoardRecords | undefined>
  /** Ids of all boards in a channel. */
  inChannel(channel: string): Promise<string[]>
  /** Boards that Slack does not show as they are, and since when each thing of it waits. */
  unfinished(): Promise<Unfinished[]>
  receiptOf(id: string): Receipt | undefined
  /** Stores what Slack has accepted. Throws lease_lost if this replica does not own the workspace any more. */
  keep(receipt: Receipt): Promise<void>
}
export type Unfinished = { id: string; decidedAt: readonly number[] }

/** Two boards that share a card are sent for one after the other. */
export function cardOwnerOf({ id, takesOver }: Board): string {
  return takesOver ?? id
}

/**
 * What an earlier board of the same migration in the same channel left behind is not this one's. Sequence numbers tell
 * them apart, since they start at the time when the board was made.
 */
export function ownReceipt({ createdAt }: Pick<Board, 'createdAt'>, receipt: Receipt | undefined): Receipt | undefined {
  return receipt !== undefined && receipt.deliveredSeq >= createdAt - 1 ? receipt : undefined
}
