import type { OutgoingMessage } from '../store/store.ts'

/**
 * The way out to Slack. Every method makes one attempt and throws AppError: slack_rate_limited (details.retryAfterMs),
 * slack_refused (details.reason, Slack's own word), slack_unreachable (nothing was sent) or slack_outcome_unknown.
 */
export type Wire = {
  /** Returns the message's handle, Slack's `ts`. */
  post(order: PostOrder): Promise<string>
  update(order: UpdateOrder): Promise<void>
  /** Looks for a message that carries this delivery key in one page of the messages of that time, newest first. */
  find(lost: Lost): Promise<HistoryPage>
  /** Opens a person's direct conversation with Ferry and returns its channel id. */
  open(order: { workspace: string; user: string }): Promise<string>
}

export type MessagePlace = { workspace: string; channel: string; threadTs?: string }
export type Lost = MessagePlace & { deliveryKey: string; sinceMs: number; untilMs: number; cursor?: string }
/**
 * `ts`: the message was there. `next`: where the next page begins, if there is one. `unmarked`: Ferry's own posts of the
 * place, if Slack returns none of them with its delivery key.
 */
export type HistoryPage = { ts?: string; next?: string; unmarked?: readonly OwnPost[] }
export type OwnPost = { ts: string; text: string }
export type PostOrder = MessagePlace & {
  message: OutgoingMessage
  /** Travels in the message's metadata. */
  deliveryKey: string
  /** Show a thread reply in the channel too. */
  isBroadcast?: boolean
}
export type UpdateOrder = { workspace: string; channel: string; ts: string; message: OutgoingMessage }
