import { hasPassed } from '../../async/clock.ts'
import type { AccountFleet } from '../../fleet/account-fleet.ts'
import { renamesIn } from '../../fleet/judge/renamed.ts'
import { notePages } from '../../fleet/listing.ts'
import { checkpointEveryMs, checkpointOf, dropKnown, putKnown } from '../../fleet/persist.ts'
import { type Untidy, untidyIn } from '../../fleet/tidy.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Change, Watch, WorkspaceStore } from '../../store/store.ts'
import type { ObserverParts } from '../parts.ts'
import type { Judged } from './judge.ts'
import type { Outcome } from './watches-after.ts'

type Storing = Pick<ObserverParts, 'store' | 'fence' | 'fleet' | 'toldUntil'> & { now: number }

/**
 * Stores what a round has changed, in one write that the store refuses if the lease is over, and only then takes it
 * into the fleet. Figures alone are taken at once and stored by a checkpoint now and then.
 */
export async function storeRound(
  own: AccountFleet,
  { folded, watches, pages, kinds, account }: Outcome & Omit<Judged, 'folded'>,
  { store, fence, fleet, toldUntil, now }: Storing,
): Promise<void> {
  const changed = new Set(folded.map(({ known }) => known.migration.id))
  const untidy = untidyIfDue(own, now, () => toldIn(fleet.watches.of(own.account), toldUntil))
  const tidied = untidy.shortened.filter(({ migration }) => !changed.has(migration.id))
  const gone = [...renamesIn(folded).keys(), ...untidy.forgotten.filter((id) => !changed.has(id))]
  const changes = [
    ...folded.filter(({ isMeaning }) => isMeaning).map(({ known }) => putKnown(known, own, store)),
    ...tidied.map((known) => putKnown(known, own, store)),
    ...gone.map((id) => dropKnown(id, own, store)),
    ...watches.map((watch) => store.watches.putting(watch.id, watch)),
    ...checkpointIfDue(own, now, store),
  ]
  if (changes.length > 0) await store.commit(changes, fence)
  Object.assign(own, account)
  notePages(own.listing, pages, kinds)
  for (const id of gone) forget(own, id)
  for (const known of [...tidied, ...folded.map((one) => one.known)]) own.known.set(known.migration.id, known)
  if (folded.some(({ isChanged }) => isChanged)) own.hasUnsavedFigures = true
  noteListed(own)
  for (const watch of watches) fleet.watches.set(watch.id, watch)
}

/** How often told events and old migrations are dropped, in milliseconds. */
const tidyEveryMs = 60 * 60_000

function untidyIfDue(own: AccountFleet, now: number, told: () => ReadonlyMap<string, number>): Untidy {
  if (own.tidiedAt === 0) own.tidiedAt = now
  if (!hasPassed(tidyEveryMs, { since: own.tidiedAt, now })) return { forgotten: [], shortened: [] }
  own.tidiedAt = now
  return untidyIn(own, { now, told: told() })
}

/** For each migration that is followed, by id: number of the last event that all its channels were told. */
function toldIn(watches: readonly Watch[], toldUntil: Storing['toldUntil']): ReadonlyMap<string, number> {
  const told = new Map<string, number>()
  for (const watch of watches) {
    for (const id of watchedIds(watch)) told.set(id, Math.min(told.get(id) ?? Infinity, toldUntil(watch)))
  }
  return told
}

/** That an account was listed to its end is stored with the next checkpoint. */
function noteListed(own: AccountFleet): void {
  const { whole } = own.listing
  if (whole === undefined || own.listed?.isCut === whole.isCut) return
  own.listed = { isCut: whole.isCut }
  own.hasUnsavedFigures = true
}

function forget({ known, listing }: AccountFleet, id: string): void {
  known.delete(id)
  listing.positions.delete(id)
}

function checkpointIfDue(own: AccountFleet, now: number, store: WorkspaceStore): Change[] {
  if (own.savedAt === 0) own.savedAt = now
  if (!own.hasUnsavedFigures || !hasPassed(checkpointEveryMs, { since: own.savedAt, now })) return []
  own.savedAt = now
  own.hasUnsavedFigures = false
  return checkpointOf(own, now, store)
}
