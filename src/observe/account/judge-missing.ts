import { defined } from '../../defined.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { type Folded, foldGone, type Known } from '../../fleet/judge/known.ts'
import { areMany, isGone, missingAfter } from '../../fleet/judge/missing.ts'
import type { Provider } from '../../providers/provider.ts'
import { type Followed, liveOf } from './due.ts'
import { mayBeRenamed, renamesIn, twinsOf, withTwin } from './renames.ts'

/** What a round has read, as far as it tells what is gone. */
export type Judged = {
  fleet: AccountFleet
  provider: Pick<Provider, 'kinds'>
  followed: readonly Followed[]
  /** What was read, by id. What is judged is added. */
  folded: Map<string, Folded>
  /** What the last whole listing before this round showed. */
  shownBefore: AccountFleet['shownBefore']
  /** When the round has shown what the account had shown before, in epoch milliseconds. */
  witnessedAt?: number
  now(): number
}

/** Tells what is gone from what is missing for now. `lost`: what the round looked for and did not find. */
export function judgeMissing(
  lost: readonly Known[],
  judged: Judged,
): { areManyMissing: boolean; missing: readonly string[] } {
  const { fleet, folded } = judged
  const now = judged.now()
  const counted = lost.map((known) => ({ ...known, missing: missingAfter(known, now) }))
  const twins = twinsOf(judged, counted)
  const updated = counted.map((known) => withTwin(known, twins))
  const missing = missingNow(judged, updated).filter((id) => !twins.has(id))
  if (updated.length > 0 && judged.shownBefore !== undefined) fleet.shownBefore ??= judged.shownBefore
  const areManyMissing = areMany(missing.length, liveOf(judged).length)
  if (judged.witnessedAt !== undefined) fleet.witnessedAt = judged.witnessedAt
  const evidence = { now, areManyMissing, ...defined({ witnessedAt: fleet.witnessedAt }) }
  const renamed = renamesIn(updated, twins, now)
  for (const known of updated.filter(({ migration }) => !renamed.has(migration.id))) {
    const { id } = known.migration
    const byFerry = fleet.deleted.has(id)
    const isOver = byFerry || (isGone(known.missing, evidence) && !mayBeRenamed(known, judged, now))
    folded.set(id, isOver ? foldGone(known, now, byFerry) : { known, events: [], isMeaning: false, isChanged: true })
  }
  for (const one of renamed.values()) folded.set(one.known.migration.id, one)
  return { areManyMissing, missing }
}

/** Ids of the followed migrations that the cloud does not find now. */
function missingNow(judged: Judged, updated: readonly Known[]): string[] {
  const lost = new Set(updated.map(({ migration }) => migration.id))
  return liveOf(judged).filter((id) => {
    const known = judged.fleet.known.get(id)
    return lost.has(id) || (known?.missing !== undefined && !judged.folded.has(id))
  })
}
