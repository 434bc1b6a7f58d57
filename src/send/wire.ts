import type { OutgoingMessage } from '../store/store.ts'

/**
 * The way out to Slack. Every method makes one attempt and throws AppError: slack_rate_limited (details.retryAfterMs),
 * slack_refused (details.reason, Slack's own word), slack_unreachable (nothing was sent) or slack_outcome_unknown.
 */
export type Wire = {
  /** Slack's time in epoch milliseconds, as far as its answers tell. Undefined until it has answered. */
  now(): number | undefined
  /** Returns the message's handle, Slack's `ts`. */
  post(order: PostOrder): Promise<string>
  update(order: UpdateOrder): Promise<void>
  /** Looks for messages that carry this delivery key in one page of the messages of that time, newest first. */
  find(lost: Lost): Promise<HistoryPage>
  /** Deletes one of Ferry's own messages. */
  delete(order: { workspace: string; channel: string; ts: string }): Promise<void>
  /** The address of a message. Throws slack_refused with `message_not_found` if it is not there any more. */
  permalink(order: { workspace: string; channel: string; ts: string }): Promise<string>
  /** Opens a person's direct conversation with Ferry and returns its channel id. */
  open(order: { workspace: string; user: string }): Promise<string>
}

export type MessagePlace = { workspace: string; channel: string; threadTs?: string }
export type Lost = MessagePlace & { deliveryKey: string; sinceMs: number; untilMs: number; cursor?: string }
/**
 * `found`: the messages with the delivery key. `next`: where the next page begins, if there is one. `unmarked`: Ferry's own
 * posts of the place, if Slack returns none of them with its delivery key.
 */
export type HistoryPage = { found?: readonly OwnPost[]; next?: string; unmarked?: readonly OwnPost[] }
/** `isAnswered`: somebody has replied or reacted to it. */
export type OwnPost = { ts: string; text: string; isAnswered: boolean }
export type PostOrder = MessagePlace & {
  message: OutgoingMessage
  /** Travels in the message's metadata. */
  deliveryKey: string
  /** Show a thread reply in the channel too. */
  isBroadcast?: boolean
}
export type UpdateOrder = { workspace: string; channel: string; ts: string; message: OutgoingMessage }
