import { explainShared } from '../../catalogue/explain.ts'
import { isReturn } from '../../fleet/judge/resting.ts'
import { isEnded } from '../../migrations/migration.ts'
import { isIncomplete } from '../../migrations/outcome.ts'
import type { Event } from '../../store/store.ts'

/** What events have in common that a channel hears of together. */
export type Cause = {
  /** Equal for events with the same cause. */
  key: string
  /** How many are told one by one, before the rest are told together. */
  mostAlone: number
  /** How long after the first one others are added to it, in milliseconds. */
  windowMs: number
}

/** The first failure is told alone, at once. More of the same are told together, and anew after this time. */
const failureWindowMs = 15 * 60_000
/** People wait for an end, so only a flood is told together: more than three within ten minutes. */
const floodWindowMs = 10 * 60_000
const mostAloneInFlood = 3

/**
 * The cause of an event that the channel hears of. Failures with one code and one explanation have one, as have
 * incomplete ends of one cloud.
 */
export function causeOf({ details, migration }: Pick<Event, 'details' | 'migration'>): Cause {
  if (details.type === 'state' && details.to === 'failed') {
    const { code = '', what } = explainShared(migration.failure ?? {})
    return { key: `failed ${migration.provider} ${code} ${what}`.trim(), mostAlone: 1, windowMs: failureWindowMs }
  }
  if (details.type === 'state' && isEnded(details.to) && isIncomplete(migration)) {
    return { key: `incomplete ${migration.provider}`, mostAlone: 1, windowMs: failureWindowMs }
  }
  if (details.type === 'corrected') return correctionCause
  if (isReturn({ details }) && !isEnded(migration.state)) return returnCause
  const what = details.type === 'state' && isEnded(details.to) ? details.to : details.type
  return { key: what, mostAlone: mostAloneInFlood, windowMs: floodWindowMs }
}

/** The cause of ends that an older version told wrongly. An upgrade may bring many at once. */
export const correctionCause: Cause = { key: 'corrected', mostAlone: mostAloneInFlood, windowMs: floodWindowMs }

/** The cause of migrations that are listed again after they were called deleted. */
export const returnCause: Cause = { key: 'returned', mostAlone: mostAloneInFlood, windowMs: floodWindowMs }

/** The cause of everything that a digest tells. */
export const digestCause: Cause = { key: 'digest', mostAlone: 0, windowMs: 60 * 60_000 }
