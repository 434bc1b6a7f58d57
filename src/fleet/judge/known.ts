import { defined } from '../../defined.ts'
import { withCdnOf } from '../../migrations/cdn-told.ts'
import { measure, type Sample, withSample } from '../../migrations/figures/measure.ts'
import { isStalled } from '../../migrations/figures/pace.ts'
import { deletedByFerry, gone } from '../../migrations/gone.ts'
import { isEnded, type Migration } from '../../migrations/migration.ts'
import { isIncomplete } from '../../migrations/outcome.ts'
import { diff, type Transition } from '../../migrations/transitions.ts'
import type { Deadline, Event, EventDetails, KnownRecord, Trouble } from '../../store/store.ts'
import { lateAfter } from './late.ts'
import { hasSameMeaning, withoutFigures } from './meaning.ts'
import { isWronglyTold, withoutWrongEnd } from './misread.ts'

/** The leader's knowledge of one migration: the stored record, and the parts that are only kept in memory. */
export type Known = KnownRecord & {
  /** How much had arrived at which time, oldest first, for measuring the speed. */
  samples: readonly Sample[]
  /** Readings in a row that showed the present end. One alone ends no watch. */
  endReadings: number
  /** Why this migration alone can't be read. */
  trouble?: Trouble
  /** Since when the cloud does not find it, and how often it said so. */
  missing?: Missing
}
export type Missing = {
  since: number
  readings: number
  lastAt: number
  /** Whether another title shows what it probably is now. One more reading decides. */
  hasTwin?: boolean
}

/**
 * A known migration after a reading. `isMeaning`: something changed that has to be stored; otherwise only figures
 * did, or nothing. `isChanged`: a card may look different now.
 */
export type Folded = { known: Known; events: readonly Event[]; isMeaning: boolean; isChanged: boolean }

/** A migration as the cloud reported it, with the time of the reading. */
export type Reading = {
  identity: string
  site?: string | undefined
  reported: Migration
  now: number
  /** Whether the reading comes from a list that leaves out some of what is known. */
  isBrief?: boolean
  /** By when the channels that follow the migration want it to be done. */
  deadlines?: readonly Deadline[]
}

/** Folds one reading into what was known of the migration. Pure. */
export function fold(before: Known | undefined, reading: Reading): Folded {
  const { now, deadlines = [] } = reading
  if (before === undefined) return { ...firstSight(reading), isMeaning: true, isChanged: true }
  const { reported } = reading
  const whole = reading.isBrief ? completed(reported, before.migration) : reported
  const read = withCdnOf(whole, before.migration)
  const transitions = diff(before.migration, read)
  // Other figures after a misread one are no movement.
  const hasMoved = transitions.some(({ type }) => type !== 'moved' || !before.isMisread)
  // A moment still to come was noted before the clock was set back.
  const movedAt = hasMoved ? now : Math.min(before.movedAt, now)
  const stalledBefore = hasMoved ? undefined : before.stalledAt
  const isNewStall = stalledBefore === undefined && isStalled(read, movedAt, now)
  const samples = withSample(before.samples, read)
  const measured = measure(samples, read)
  const migration = measured === undefined ? read : { ...read, measured }
  const { late, news, unsure } = lateAfter(before, { migration, deadlines, now })
  const details = detailsOf(transitions, unsure)
  if (isNewStall) details.push({ type: 'stalled', movedAt })
  const { corrections, earlier } = correctionOf(before, read)
  details.push(...corrections, ...news)
  const stalledAt = stalledBefore ?? (isNewStall ? now : undefined)
  const {
    missing: _,
    trouble: __,
    stalledAt: ___,
    late: lateBefore = [],
    isMisread = false,
    unlistedAt,
    ...kept
  } = before
  const events = numbered(details, { after: before.lastSeq, now, migration })
  const known: Known = {
    ...kept,
    ...projectIn(reading),
    migration,
    movedAt,
    samples,
    endReadings: endReadingsAfter(before, migration),
    ...defined({ stalledAt, late: late.length === 0 ? undefined : late }),
    events: events.length === 0 ? under(earlier, migration.id) : [...under(earlier, migration.id), ...events],
    lastSeq: events.at(-1)?.seq ?? before.lastSeq,
  }
  const isNoted =
    !isMisread && stalledAt === before.stalledAt && unlistedAt === undefined && late.length === lateBefore.length
  const isMeaning = events.length > 0 || !isNoted || !hasSameMeaning(before.migration, migration)
  return { known, events, isMeaning, isChanged: hasMoved || isMeaning || wasTroubled(before) }
}

type Unsure = ReturnType<typeof lateAfter>['unsure']

/** Details of the events between two readings. `unsure`: deadlines that the end may have met or missed. */
function detailsOf(transitions: readonly Transition[], unsure: Unsure): EventDetails[] {
  return transitions.flatMap((transition) => {
    if (transition.type === 'moved') return []
    return [transition.type === 'state' ? { ...transition, ...defined({ unsure }) } : transition]
  })
}

function wasTroubled({ trouble, missing }: Known): boolean {
  return trouble !== undefined || missing !== undefined
}

/** The event that corrects a wrongly told end, and the events that stay beside it. */
function correctionOf(before: Known, read: Migration): { corrections: EventDetails[]; earlier: Known['events'] } {
  if (!isWronglyTold(before) || !isIncomplete(read)) return { corrections: [], earlier: before.events }
  const { events: earlier, told } = withoutWrongEnd(before)
  return { corrections: [{ type: 'corrected', told }], earlier }
}

function firstSight({ reported, now, ...reading }: Reading): Pick<Folded, 'known' | 'events'> {
  const known: Known = {
    ...projectIn(reading),
    migration: reported,
    firstSeenAt: now,
    movedAt: now,
    samples: withSample([], reported),
    endReadings: isEnded(reported.state) ? 1 : 0,
    events: [],
    lastSeq: 0,
  }
  return { known, events: [] }
}

function projectIn({ identity, site }: Pick<Reading, 'identity' | 'site'>): Pick<Known, 'identity' | 'site'> {
  return site === undefined ? { identity } : { identity, site }
}

/**
 * The migration is over for good as far as its cloud is concerned: it does not find it any more. `byFerry`: Ferry has
 * deleted it, so it is not expected back. Pure.
 */
export function foldGone(before: Known, now: number, byFerry = false): Folded {
  const { missing: _, trouble: __, isMisread: ___, ...kept } = before
  const isOver = isEnded(before.migration.state)
  const { corrections, earlier } = correctionOf(before, before.migration)
  const migration: Migration = isOver
    ? before.migration
    : { ...before.migration, state: 'deleted', nativeState: byFerry ? deletedByFerry : gone, readAt: now }
  const details: EventDetails = isOver
    ? { type: 'unlisted' }
    : { type: 'state', from: before.migration.state, to: 'deleted' }
  const events = numbered(corrections.length > 0 ? corrections : [details], { after: before.lastSeq, now, migration })
  const known: Known = {
    ...kept,
    migration,
    movedAt: now,
    endReadings: confirmedReadings,
    ...(isOver && { unlistedAt: now }),
    events: [...earlier, ...events],
    lastSeq: events.at(-1)?.seq ?? before.lastSeq,
  }
  return { known, events, isMeaning: true, isChanged: true }
}

/** Events under the id that their migration has now. */
function under(events: Known['events'], id: string): Known['events'] {
  if (events.every(({ migration }) => migration.id === id)) return events
  return events.map((event) => ({ ...event, migration: { ...event.migration, id } }))
}

/** Readings that have to show the same end before a watch ends with it. */
const confirmedReadings = 2

export function isEndConfirmed({ migration, endReadings }: Pick<Known, 'migration' | 'endReadings'>): boolean {
  return isEnded(migration.state) && endReadings >= confirmedReadings
}

function endReadingsAfter(before: Known, { state }: Migration): number {
  if (!isEnded(state)) return 0
  return state === before.migration.state ? before.endReadings + 1 : 1
}

/** Events without the numbers that have been taken, not even by a clock that went back. */
function numbered(
  details: readonly EventDetails[],
  { after, now, migration }: { after: number; now: number; migration: Migration },
): Event[] {
  const first = Math.max(after + 1, now)
  return details.map((each, index) => ({ seq: first + index, at: now, details: each, migration }))
}

/**
 * Fields that a list leaves out are taken from the reading before, as long as the migration is in the same state.
 * Figures are not: old ones would look like new ones.
 */
function completed(listed: Migration, before: Migration): Migration {
  return listed.state === before.state ? { ...withoutFigures(before), ...listed } : listed
}
