import { etaOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import type { Deadline, EventDetails, KnownRecord } from '../../store/store.ts'

type Late = NonNullable<KnownRecord['late']>[number]

/** Basis of the judgement. `deadlines`: those of all channels that follow the migration. */
type Judging = { migration: Migration; deadlines: readonly Deadline[]; now: number }

/**
 * Of which deadlines a reading shows that the migration will miss them or has missed them, and what of that is new.
 * Each is told once, however the pace changes. That one was missed stays true when the migration ends. Pure.
 */
export function lateAfter(
  before: readonly Late[] = [],
  { migration, deadlines, now }: Judging,
): { late: Late[]; news: EventDetails[] } {
  const news: EventDetails[] = []
  const late: Late[] = []
  for (const [due, deadline] of new Map(deadlines.map((one) => [one.due, one]))) {
    const told = before.find((one) => one.due === due)
    const details = isEnded(migration.state) || told?.isMissed ? undefined : lateness(deadline, { migration, now })
    const isNew = details !== undefined && (told === undefined || details.type === 'late')
    if (isNew) news.push(details)
    const kept = isEnded(migration.state) && !told?.isMissed ? undefined : told
    const current = isNew ? { due, at: now, isMissed: details.type === 'late' } : kept
    if (current !== undefined) late.push(current)
  }
  return { late, news }
}

/** Whether a migration that goes on has missed a deadline, or will miss it at its pace. */
function lateness(
  deadline: Deadline,
  { migration, now }: Omit<Judging, 'deadlines'>,
): Extract<EventDetails, { type: 'behind' | 'late' }> | undefined {
  const { due } = deadline
  if (now >= due) return { type: 'late', deadline }
  const eta = etaOf(migration)
  if (eta.type !== 'remaining' || !isPaceKnown(migration)) return undefined
  const expectedAt = now + eta.ms
  const marginMs = Math.max(shortestMarginMs, (due - now) * marginShare)
  return expectedAt > due + marginMs ? { type: 'behind', deadline, expectedAt: Math.round(expectedAt) } : undefined
}

/**
 * An estimate is a guess. So much later than the deadline, it counts: the share of the time left, five minutes at
 * least.
 */
const marginShare = 0.1
const shortestMarginMs = 5 * 60_000

/**
 * A speed of one moment is no pace: Ferry has measured it over minutes, or the cloud estimates the time left itself.
 */
function isPaceKnown({ measured, remainingMs }: Migration): boolean {
  return measured !== undefined || remainingMs !== undefined
}

/** Whether a deadline has passed that the migration may have missed and of which nothing was told. */
export function hasUntoldDeadline(
  deadlines: readonly Deadline[],
  { migration, late = [] }: Pick<KnownRecord, 'migration' | 'late'>,
  now: number,
): boolean {
  if (isEnded(migration.state)) return false
  return deadlines.some(({ due }) => due <= now && !late.some((one) => one.due === due && one.isMissed))
}
