import type { Json } from '../json.ts'

/** One payload for the app, for Socket Mode or HTTP. */
export type Envelope = {
  type: 'slash_commands' | 'interactive' | 'events_api'
  payload: Json
  /** Whether an acknowledgement may contain an answer. */
  acceptsAnswer: boolean
  retry?: { num: number; reason: string }
}

/** How the app acknowledged. `body` is the content of the acknowledgement. */
export type Ack = {
  acknowledged: boolean
  status?: number
  body?: Json
  failure?: 'operation_timeout' | 'dispatch_failed'
}
