import type { News, Receipt } from '../store/store.ts'

/** Whatever has a card in a channel: a watch, a request, or a notice about an account. All are delivered alike. */
export type Thread = {
  id: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the thread whose card this one takes over. */
  takesOver?: string
  /** For its owner: what Ferry does with it, and what to type to be rid of it. */
  purpose: string
  stop: string
}

/** All that is known of one thread. `news` is absent while there is nothing to be shown. */
export type ThreadState = { thread: Thread; news?: News; receipt?: Receipt }

/** The threads of one workspace, in the hands of the replica that owns it. */
export type Threads = {
  /** Aborts when this replica speaks for the workspace no more. Then nothing waits any longer. */
  signal: AbortSignal
  /** When this replica began to speak for the workspace, in epoch milliseconds. Older refusals do not count. */
  openedAt: number
  /** Undefined if there is no such thread any more. Draws its card as it looks now. */
  read(id: string): Promise<ThreadState | undefined>
  /** Ids of all threads in a channel. */
  inChannel(channel: string): Promise<string[]>
  /** Threads that Slack does not show as they are, and since when each thing of it waits. */
  unfinished(): Promise<Unfinished[]>
  receiptOf(id: string): Receipt | undefined
  /** Stores what Slack has accepted. Throws lease_lost if this replica does not own the workspace any more. */
  keep(receipt: Receipt): Promise<void>
}
export type Unfinished = { id: string; decidedAt: readonly number[] }

/** Two threads that share a card are sent for one after the other. */
export function cardOwnerOf({ id, takesOver }: Thread): string {
  return takesOver ?? id
}

/**
 * What an earlier thread of the same migration in the same channel left behind is not this one's. Sequence numbers tell
 * them apart, since they start at the time when the thread was made.
 */
export function ownReceipt(
  { createdAt }: Pick<Thread, 'createdAt'>,
  receipt: Receipt | undefined,
): Receipt | undefined {
  return receipt !== undefined && receipt.deliveredSeq >= createdAt - 1 ? receipt : undefined
}
