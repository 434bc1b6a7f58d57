import { hasPassed } from '../../async/clock.ts'
import { type AccountFleet, knownUnder } from '../../fleet/account-fleet.ts'
import { isEndConfirmed, type Known } from '../../fleet/judge/known.ts'
import { isWronglyTold } from '../../fleet/judge/misread.ts'
import { missingRecheckMs } from '../../fleet/judge/missing.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import { isEnded, isSettled, type Kind } from '../../migrations/migration.ts'
import type { KindCapabilities } from '../../providers/provider.ts'
import type { Due } from './plan.ts'

/** A migration that some channel follows. It may have two ids while the cloud renames it. */
export type Followed = {
  kind: Kind
  ids: readonly string[]
  /** Whether it is called gone and some channel is still to be told. Until then, no other migration takes its place. */
  isLeaving?: boolean
}

/** A paused or failed migration may be restarted elsewhere. Ferry looks this often, in milliseconds. */
const recheckMs = 15 * 60_000
/** Most migrations that nobody follows and no list shows any more, of those that are read in one round. */
const straysAtOnce = 3

export type Moment = {
  now: number
  /** Ids of migrations for which somebody waits. */
  asked: ReadonlySet<string>
  kinds: Partial<Record<Kind, Pick<KindCapabilities, 'figuresLeftOut'>>>
}

/** Everything that has to be read in this round: what is followed and moves, and what somebody waits for. Pure. */
export function dueNow(fleet: AccountFleet, followed: readonly Followed[], moment: Moment): Due[] {
  const wanted = followed.filter(({ ids }) => isDue(knownUnder(fleet, ids), ids, moment))
  const named = new Set(followed.flatMap(({ ids }) => ids))
  const others = [...moment.asked].flatMap((id) => (named.has(id) ? [] : (fleet.known.get(id) ?? [])))
  const unfollowed = [...others, ...straysOf(fleet, named, moment.now), ...wronglyToldIn(fleet, named, moment.now)]
  return [
    ...wanted.map((one) => dueOf(one, knownUnder(fleet, one.ids), moment)),
    ...unfollowed.map(({ migration: { kind, id, state } }) => ({ kind, id, state })),
  ]
}

function dueOf({ kind, ids }: Followed, known: Known | undefined, { kinds }: Moment): Due {
  const [first = ''] = ids
  const isWantedInFull = kinds[kind]?.figuresLeftOut === true || known === undefined || known.missing !== undefined
  return {
    kind,
    id: known?.migration.id ?? first,
    ...(known === undefined ? {} : { state: known.migration.state }),
    ...(isWantedInFull ? { isWantedInFull } : {}),
  }
}

function isDue(known: Known | undefined, ids: readonly string[], { now, asked }: Moment): boolean {
  if (known === undefined || ids.some((id) => asked.has(id))) return true
  const { migration, missing } = known
  if (isCalledGone(known) || known.unlistedAt !== undefined) return false
  if (missing !== undefined)
    return missing.hasTwin === true || hasPassed(missingRecheckMs, { since: missing.lastAt, now })
  if (!isSettled(migration.state) || known.isMisread) return true
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

/** Ids of the followed migrations that have not ended, as far as is known. */
export function liveOf({ fleet, followed }: { fleet: AccountFleet; followed: readonly Followed[] }): string[] {
  return followed.flatMap(({ ids }) => {
    const known = knownUnder(fleet, ids)
    return known === undefined || isEnded(known.migration.state) ? [] : [known.migration.id]
  })
}
