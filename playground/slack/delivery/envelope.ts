import type { Json } from '../json.ts'

/** One thing that Slack tells the app, before the way it travels is chosen. */
export type Envelope = {
  type: 'slash_commands' | 'interactive' | 'events_api'
  payload: Json
  /** Whether an acknowledgement may carry an answer. */
  acceptsAnswer: boolean
  retry?: { num: number; reason: string }
}

/** How the app took it. `body` is what the acknowledgement carried. */
export type Ack = {
  acknowledged: boolean
  status?: number
  body?: Json
  failure?: 'operation_timeout' | 'dispatch_failed'
}
