import type { Lane } from '../../store/store.ts'

/** Most urgent first; a new card goes before the edits of old ones. */
export const urgencies = ['end', 'stall', 'card', 'progress'] as const
export type Urgency = Lane | 'card'

/** A call to Slack that waits for its turn. */
export type LaneCall = {
  workspace: string
  channel: string
  method: 'post' | 'update' | 'find' | 'open'
  urgency: Urgency
}
export type Place = Omit<LaneCall, 'urgency'>
