import { type Kind, type State, states } from './migration.ts'

/**
 * Which migrations a list shows. A part that is absent fits all. `text`: part of a name, or the start of an id or of a
 * bucket.
 */
export type ListFilter = { account?: string; state?: State; isStalled?: true; kind?: Kind; text?: string }

/** What a list can be narrowed to: the migrations in a state, or those that stand still. */
export const narrowings = [...states, 'stalled'] as const
export type Narrowing = (typeof narrowings)[number]

/** Number of migrations in a state, or of those that stand still. */
export type NarrowingCount = { is: Narrowing; count: number }
