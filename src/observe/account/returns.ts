import { hasPassed } from '../../async/clock.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { type Folded, fold, type Known, type Reading } from '../../fleet/judge/known.ts'
import { missingRecheckMs } from '../../fleet/judge/missing.ts'
import { comparison } from '../../fleet/judge/same.ts'
import { isCalledGone } from '../../migrations/gone.ts'
import type { Migration } from '../../migrations/migration.ts'
import type { Provider } from '../../providers/provider.ts'

/**
 * Whether a migration that was called gone, and that a list shows, is read by itself now. Notes that it is. Only when a
 * list and a single reading agree is it back.
 */
export function isLookedForAgain({ doubted }: Pick<AccountFleet, 'doubted'>, id: string, now: number): boolean {
  const lookedAt = doubted.get(id)
  if (lookedAt !== undefined && !hasPassed(missingRecheckMs, { since: lookedAt, now })) return false
  doubted.set(id, now)
  return true
}

/** A new migration that has the title of one that is gone. What is still to be told of that one is kept. Pure. */
export function replacing({ events, lastSeq }: Known, reading: Reading): Folded {
  const { known, ...folded } = fold(undefined, reading)
  return { ...folded, known: { ...known, events, lastSeq } }
}

/** Whether a migration is another one with the title of one that is gone. */
export function isAnother(before: Known, reported: Migration, { kinds }: Pick<Provider, 'kinds'>): boolean {
  if (!isCalledGone(before) || !kinds[reported.kind]?.hasTitleAsId) return false
  return comparison(before.migration, reported) === 'other'
}
