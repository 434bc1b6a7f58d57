import type { Channel, News, Receipt } from '../../store/store.ts'
import type { Channels } from '../channels.ts'
import type { NoticeTo } from '../private/private-notices.ts'

/**
 * Ferry's messages about one thing in a channel: a card, and messages in its thread. There is one for each watch, each
 * request, each notice about an account and each person who is told in private. All are delivered alike.
 */
export type Thread = {
  id: string
  channel: string
  createdBy: string
  createdAt: number
  /** Id of the thread whose card this one takes over. */
  takesOver?: string
  /** Whether everything below its card is said again below a new one, if somebody deletes the card. */
  isSaidAgain?: true
  /** Slack user ids of the people who are told if Slack refuses the channel. By default the one who created it. */
  owners?: readonly string[]
  /**
   * For a notice in private: whom it tells of trouble elsewhere. It is one message. `channel` is the person's direct
   * conversation with Ferry or, until Slack has opened it, their user id.
   */
  notice?: NoticeTo
  /** For its owner: what Ferry does with it, and what to type to be rid of it. */
  purpose: string
  stop: string
}

/** All that is known of one thread. `news` is absent while there is nothing to be shown. */
export type ThreadState = {
  thread: Thread
  news?: News
  receipt?: Receipt
  /**
   * Where the thread speaks if it has no card: below the message of another thread, which has not been posted while it
   * has no `ts`, or in the channel itself.
   */
  host?: { ts?: string; isChannel?: true }
}

/** The threads of one workspace, in the hands of the replica that leads it. */
export type Threads = {
  /** Aborts when this replica speaks for the workspace no more. Then nothing waits any longer. */
  signal: AbortSignal
  /**
   * When a channel last became worth trying, in epoch milliseconds: when this replica began to speak for the workspace,
   * or Slack let Ferry in again. Older refusals do not count.
   */
  healedAt(channel: string): number
  /** Slack lets Ferry post in a channel again. */
  heal(channel: string): void
  channels: Channels
  /** Undefined if there is no such thread any more. Draws its card as it looks now. */
  read(id: string): Promise<ThreadState | undefined>
  /** Ids of all threads in a channel. */
  inChannel(channel: string): Promise<string[]>
  /** Slack user ids of admins. */
  admins(): Promise<readonly string[]>
  /** Decides anew what channels are told, and notes what is over or in order again. */
  review(): Promise<void>
  /** Threads that Slack does not show as they are, and when each thing of them was meant to be told. */
  unfinished(): Promise<Unfinished[]>
}
export type Unfinished = { id: string; decidedAt: readonly number[] }

/** Two threads that share a card are sent for one after the other. */
export function cardOwnerOf({ id, takesOver }: Thread): string {
  return takesOver ?? id
}

/**
 * The receipt of a thread, not what an earlier thread about the same thing left behind. Sequence numbers tell them
 * apart, since they start at the time when the thread was made.
 */
export function ownReceipt(
  { id, createdAt }: Pick<Thread, 'id' | 'createdAt'>,
  { receipts }: Pick<Channel, 'receipts'>,
): Receipt | undefined {
  const receipt = receipts[id]
  return receipt !== undefined && receipt.deliveredSeq >= createdAt - 1 ? receipt : undefined
}
