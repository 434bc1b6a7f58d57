import type { Lane } from '../../store/store.ts'

/**
 * Most urgent first. `card`: new cards, and edits of cards that somebody has just touched or that stand for many. `state`:
 * edits of cards that show another state.
 */
export const urgencies = ['end', 'stall', 'card', 'state', 'progress'] as const
export type Urgency = Lane | 'card' | 'state'
/** How urgent it is that a card is edited, if more than its figures have changed. */
export type EditUrgency = 'card' | 'state'

/** Calls that Slack limits: a post, an edit, a page of history, the opening of a direct conversation. */
export const methods = ['post', 'update', 'find', 'open'] as const

/** A call to Slack that waits for its turn. */
export type LaneCall = {
  workspace: string
  channel: string
  method: (typeof methods)[number]
  urgency: Urgency
}
export type Place = Omit<LaneCall, 'urgency'>
/** A call that was made so many milliseconds ago, by this process or another. */
export type Made = Place & { ageMs: number }
