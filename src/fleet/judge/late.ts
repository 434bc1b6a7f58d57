import { etaOf } from '../../migrations/figures/pace.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import type { Deadline, EventDetails, KnownRecord } from '../../store/store.ts'

type Late = NonNullable<KnownRecord['late']>[number]
type Before = Pick<KnownRecord, 'migration' | 'late'>

/** Basis of the judgement. `deadlines`: those of all channels that follow the migration. */
type Judging = { migration: Migration; deadlines: readonly Deadline[]; now: number }

/** Deadlines of which nobody knows whether an end met them. */
type Unsure = NonNullable<Extract<EventDetails, { type: 'state' }>['unsure']>

type Judged = { late: Late[]; news: EventDetails[]; unsure: Unsure | undefined }

/**
 * Of which deadlines a reading shows that the migration will miss them or has missed them, what of that is new, and of
 * which the reading leaves it open. Each is told once, however the pace changes. That one was missed stays true when the
 * migration ends. Pure.
 */
export function lateAfter(before: Before, { migration, deadlines, now }: Judging): Judged {
  const news: EventDetails[] = []
  const late: Late[] = []
  // Nearly always so, for every migration of every round.
  if (deadlines.length === 0) return { late, news, unsure: undefined }
  const reading = { before: before.migration, migration, now }
  const each = [...new Map(deadlines.map((one) => [one.due, one])).values()]
  for (const deadline of each) {
    const { due } = deadline
    const told = before.late?.find((one) => one.due === due)
    const details = told?.isMissed ? undefined : lateness(deadline, reading)
    const isNew = details !== undefined && (told === undefined || details.type === 'late')
    if (isNew) news.push(details)
    const kept = isEnded(migration.state) && !told?.isMissed ? undefined : told
    const current = isNew ? { due, at: now, isMissed: details.type === 'late' } : kept
    if (current !== undefined) late.push(current)
  }
  return { late, news, unsure: unsureOf(each, reading) }
}

function unsureOf(deadlines: readonly Deadline[], reading: TwoReadings): Unsure | undefined {
  const unsure = deadlines.filter((deadline) => endedUnseen(deadline, reading) === 'perhaps late')
  return unsure.length === 0 ? undefined : { lastReadAt: reading.before.readAt, deadlines: unsure }
}

/** A reading at this time, and the one before it. */
type TwoReadings = { before: Migration; migration: Migration; now: number }

/** Whether a migration has missed a deadline, or will miss it at its pace. */
function lateness(
  deadline: Deadline,
  reading: TwoReadings,
): Extract<EventDetails, { type: 'behind' | 'late' }> | undefined {
  const { migration, now } = reading
  const { due } = deadline
  if (isEnded(migration.state)) {
    return endedUnseen(deadline, reading) === 'late' ? { type: 'late', deadline } : undefined
  }
  if (now >= due) return { type: 'late', deadline }
  const eta = etaOf(migration)
  if (eta.type !== 'remaining' || !isPaceKnown(migration)) return undefined
  const expectedAt = now + eta.ms
  const marginMs = Math.max(shortestMarginMs, (due - now) * marginShare)
  return expectedAt > due + marginMs ? { type: 'behind', deadline, expectedAt: Math.round(expectedAt) } : undefined
}

/**
 * Whether a migration ended after a deadline that passed between two readings far apart. No cloud tells when it ended.
 * A failure does not count: it says itself that the migration was not done.
 */
function endedUnseen({ due }: Deadline, { before, migration, now }: TwoReadings): 'late' | 'perhaps late' | 'no' {
  if (isEnded(before.state) || migration.state !== 'succeeded') return 'no'
  if (before.readAt >= due || now < due || now - before.readAt <= longestRoundsMs) return 'no'
  return before.readAt + ranBetween(before, migration) > due + figuresLagMs ? 'late' : 'perhaps late'
}

/**
 * For so many milliseconds the migration ran between two readings, by its cloud's word. Whatever a cloud counts besides,
 * such as earlier runs, is in both figures. 0 if the cloud does not say, or the migration was started again.
 */
function ranBetween(before: Migration, after: Migration): number {
  if (before.startedAt !== after.startedAt) return 0
  const { elapsedMs: first, readAt } = before
  const { elapsedMs: last = first } = after
  if (first === undefined || last === undefined) return 0
  const ranMs = last - first
  return ranMs >= 0 && ranMs <= after.readAt - readAt + figuresLagMs ? ranMs : 0
}

/**
 * Readings so many milliseconds apart leave nothing to say of a deadline between them: a few rounds, and figures are
 * stored every five minutes.
 */
const longestRoundsMs = 10 * 60_000
/** A cloud's running time may be so much older than the reading, in milliseconds. */
const figuresLagMs = 5 * 60_000

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
