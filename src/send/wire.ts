import type { OutgoingMessage } from '../store/store.ts'

/**
 * The way out to Slack. Every method makes one attempt and throws AppError: slack_rate_limited (details.retryAfterMs),
 * slack_refused (details.reason, Slack's own word), slack_unreachable (nothing was sent) or slack_outcome_unknown.
 */
export type Wire = {
  /** Returns the message's handle, Slack's `ts`. */
  post(order: PostOrder): Promise<string>
  update(order: UpdateOrder): Promise<void>
  /** Looks for a message of that time that carries this delivery key; undefined when Slack has none. */
  find(place: MessagePlace & { deliveryKey: string; sinceMs: number; untilMs: number }): Promise<string | undefined>
  /** A direct message to one person. */
  tell(order: { workspace: string; user: string; message: OutgoingMessage }): Promise<void>
}

export type MessagePlace = { workspace: string; channel: string; threadTs?: string }
export type PostOrder = MessagePlace & {
  message: OutgoingMessage
  /** Travels in the message's metadata. */
  deliveryKey: string
  /** Show a thread reply in the channel too. */
  isBroadcast?: boolean
}
export type UpdateOrder = { workspace: string; channel: string; ts: string; message: OutgoingMessage }
