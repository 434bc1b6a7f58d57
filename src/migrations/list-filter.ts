import { type Kind, type State, states } from './migration.ts'

/**
 * Which migrations a list shows. A part that is absent fits all. `text`: part of a name, or the start of an id or of a
 * bucket.
 */
export type ListFilter = { account?: string; state?: State; isStalled?: true; kind?: Kind; text?: string }

/** Conditions by which a list is narrowed: a state, or standing still. */
export const narrowings = [...states, 'stalled'] as const
export type Narrowing = (typeof narrowings)[number]

/** Number of migrations in a state, or of those that stand still. */
export type NarrowingCount = { is: Narrowing; count: number }
