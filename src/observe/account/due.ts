import { hasPassed } from '../../async/clock.ts'
import { defined } from '../../defined.ts'
import { type AccountFleet, knownUnder } from '../../fleet/account-fleet.ts'
import { isEndConfirmed, type Known } from '../../fleet/judge/known.ts'
import { hasUntoldDeadline } from '../../fleet/judge/late.ts'
import { isWronglyTold } from '../../fleet/judge/misread.ts'
import { missingRecheckMs } from '../../fleet/judge/missing.ts'
import { unseenEnd } from '../../fleet/judge/unseen-end.ts'
import { followedSince } from '../../fleet/watches.ts'
import { knownOf, type WorkspaceFleet, watchesIn } from '../../fleet/workspace-fleet.ts'
import { isCalledGone, mayReturn } from '../../migrations/gone.ts'
import { isEnded, isSettled, type Kind, type State } from '../../migrations/migration.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { KindCapabilities } from '../../providers/provider.ts'
import type { Deadline, Watch } from '../../store/store.ts'
import { ByMigration } from './by-migration.ts'

/** A migration that some channel follows. It may have two ids while the cloud renames it. */
export type Followed = {
  kind: Kind
  ids: readonly string[]
  /**
   * Its next event gets a higher number than this: a channel counts events from the moment at which somebody began to
   * follow there. After the clock was set back that moment may be still to come.
   */
  countedFrom: number
  /** Whether it is called gone and some channel is still to be told. Until then, no other migration takes its place. */
  isLeaving: boolean
  /** By when channels want it to be done. */
  deadlines: readonly Deadline[]
}

/** A migration that has to be read in this round. */
export type Due = {
  kind: Kind
  id: string
  /** As last read. Absent if it was never read. */
  state?: State
  /** Whether a list leaves out what is wanted of it. */
  isWantedInFull?: boolean
}

/** Migrations that are followed in an account. Several channels may follow the same migration: it is read once. */
export function followedIn(own: AccountFleet, fleet: WorkspaceFleet, now: number): Followed[] {
  const byMigration = new ByMigration<[Watch, ...Watch[]]>()
  for (const watch of watchesIn(own, fleet)) {
    const named = { kind: watch.kind, id: watch.migrationId }
    const same = byMigration.get(named)
    if (same === undefined) byMigration.set(named, [watch])
    else same.push(watch)
  }
  return byMigration.values().map((same) => {
    const watch = same.find(({ nextMigrationId }) => nextMigrationId !== undefined) ?? same[0]
    const followed = { kind: watch.kind, ids: watchedIds(watch), countedFrom: -Infinity, isLeaving: false }
    for (const one of same) {
      const known = one.identity === own.identity ? knownUnder(own, watchedIds(one)) : knownOf(fleet, one)
      followed.countedFrom = Math.max(followed.countedFrom, countedFrom(one, known))
      followed.isLeaving ||= isAboutToRest(one, known, now)
    }
    return { ...followed, deadlines: same.flatMap(({ deadline }) => deadline ?? []) }
  })
}

function countedFrom(watch: Watch, known: Known | undefined): number {
  return (known && unseenEnd(watch, known)?.seq) ?? followedSince(watch) - 1
}

/**
 * How long a channel has to be told that a migration is gone, before another one can take its place, in milliseconds.
 */
const partingMs = 60 * 60_000

/** Whether a channel is still to be told that the migration is gone that it has followed. */
function isAboutToRest(watch: Watch, known: Known | undefined, now: number): boolean {
  if (known === undefined || !mayReturn(known)) return false
  return followedSince(watch) <= known.movedAt && now - known.movedAt < partingMs
}

/** A paused or failed migration may be restarted elsewhere. Ferry looks this often, in milliseconds. */
const recheckMs = 15 * 60_000
/** Most migrations that nobody follows and no list shows any more, of those that are read in one round. */
const straysAtOnce = 3

export type Moment = {
  now: number
  /** Ids of migrations for which somebody waits. They are read even if they are at rest. */
  asked: ReadonlySet<string>
  kinds: Partial<Record<Kind, Pick<KindCapabilities, 'figuresLeftOut'>>>
}

/** Everything that has to be read in this round: what is followed and moves, and what somebody waits for. Pure. */
export function dueIn(own: AccountFleet, followed: readonly Followed[], moment: Moment): Due[] {
  const { now, asked } = moment
  const named = new Set(followed.flatMap(({ ids }) => ids))
  const wanted = followed.flatMap((one) => {
    const known = knownUnder(own, one.ids)
    return isDue(known, one, moment) ? [dueOf(one, known, moment)] : []
  })
  const others = [...asked].flatMap((id) => (named.has(id) ? [] : (own.known.get(id) ?? [])))
  const unfollowed = [...others, ...straysOf(own, named, now), ...wronglyToldIn(own, named, now)]
  return [...wanted, ...unfollowed.map(({ migration: { kind, id, state } }) => ({ kind, id, state }))]
}

function dueOf({ kind, ids: [first = ''] }: Followed, known: Known | undefined, { kinds }: Moment): Due {
  const isWantedInFull = kinds[kind]?.figuresLeftOut === true || known === undefined || known.missing !== undefined
  const { id = first, state } = known?.migration ?? {}
  return { kind, id, ...defined({ state }), ...(isWantedInFull && { isWantedInFull }) }
}

function isDue(known: Known | undefined, { ids, deadlines }: Followed, { now, asked }: Moment): boolean {
  if (known === undefined || ids.some((id) => asked.has(id))) return true
  const { migration, missing } = known
  if (isCalledGone(known) || known.unlistedAt !== undefined) return false
  if (missing !== undefined)
    return missing.hasTwin === true || hasPassed(missingRecheckMs, { since: missing.lastAt, now })
  if (!isSettled(migration.state) || known.isMisread) return true
  if (hasUntoldDeadline(deadlines, known, now)) return true
  if (migration.state === 'paused' || migration.state === 'failed')
    return hasPassed(recheckMs, { since: migration.readAt, now })
  return !isEndConfirmed(known)
}

/** Migrations that nobody follows any more and whose end was told wrongly. They are read again once. */
function wronglyToldIn({ known }: AccountFleet, named: ReadonlySet<string>, now: number): Known[] {
  const found: Known[] = []
  for (const one of known.values()) {
    if (!isWronglyTold(one) || named.has(one.migration.id) || one.trouble !== undefined) continue
    if (one.missing === undefined || hasPassed(missingRecheckMs, { since: one.missing.lastAt, now })) found.push(one)
  }
  return found
}

/** Known migrations that move and that the last whole listing did not show. The few that were read longest ago. */
function straysOf({ known, listing: { whole } }: AccountFleet, named: ReadonlySet<string>, now: number): Known[] {
  if (whole === undefined) return []
  const strays: Known[] = []
  for (const one of known.values()) {
    const { migration, missing, firstSeenAt } = one
    if (named.has(migration.id) || isEnded(migration.state) || whole.ids.has(migration.id)) continue
    const lookedAt = missing?.lastAt ?? migration.readAt
    if (firstSeenAt < whole.began && hasPassed(missingRecheckMs, { since: lookedAt, now })) strays.push(one)
  }
  return strays.toSorted((a, b) => a.migration.readAt - b.migration.readAt).slice(0, straysAtOnce)
}
