import { type Clock, hasPassed } from '../async/clock.ts'
import type { AccountFleet } from '../fleet/account-fleet.ts'
import type { Folded } from '../fleet/judge/known.ts'
import { checkpointEveryMs, checkpointOf, dropKnown, putKnown } from '../fleet/persist.ts'
import { type Untidy, untidyIn } from '../fleet/tidy.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { AccountHealth, Change, Claim, Watch, WorkspaceStore } from '../store/store.ts'
import type { RoundResult } from './account/read-account.ts'

type Storing = { store: WorkspaceStore; fence: Claim; fleet: WorkspaceFleet; clock: Clock }
type StoringRound = Storing & {
  account: AccountFleet
  result: RoundResult
  /** Watches that the round has changed. */
  watches: readonly Watch[]
  /** For each migration that is followed, by id: number of the last event that all its channels were told. */
  told(): ReadonlyMap<string, number>
}

/**
 * Stores what a round has changed, in one write that the store refuses if the lease is over, and only then takes it into
 * the fleet. Figures alone are taken at once and stored by a checkpoint now and then.
 */
export async function storeRound(round: StoringRound): Promise<void> {
  const { store, fence, clock, account: fleet, result, watches, told } = round
  const { forgotten, shortened } = untidyIfDue(fleet, clock.now(), told)
  const changed = new Set(result.folded.map(({ known }) => known.migration.id))
  const tidied = shortened.filter(({ migration }) => !changed.has(migration.id))
  const gone = [...result.gone, ...forgotten.filter((id) => !changed.has(id))]
  const changes = [
    ...result.folded.filter(({ isMeaning }) => isMeaning).map(({ known }) => putKnown(known, fleet, store)),
    ...tidied.map((known) => putKnown(known, fleet, store)),
    ...gone.map((id) => dropKnown(id, fleet, store)),
    ...watches.map((watch) => store.watches.putting(watch.id, watch)),
    ...checkpointIfDue(fleet, clock.now(), store),
  ]
  if (changes.length > 0) await store.commit(changes, fence)
  for (const id of gone) forget(fleet, id)
  for (const known of tidied) fleet.known.set(known.migration.id, known)
  for (const folded of result.folded) remember(fleet, folded)
  noteListed(fleet)
  for (const watch of watches) round.fleet.watches.set(watch.id, watch)
}

/** How often told events and old migrations are dropped, in milliseconds. */
const tidyEveryMs = 60 * 60_000

function untidyIfDue(fleet: AccountFleet, now: number, told: StoringRound['told']): Untidy {
  if (fleet.tidiedAt === 0) fleet.tidiedAt = now
  if (!hasPassed(tidyEveryMs, { since: fleet.tidiedAt, now })) return { forgotten: [], shortened: [] }
  fleet.tidiedAt = now
  return untidyIn(fleet, { now, told: told() })
}

function remember(fleet: AccountFleet, { known, isChanged }: Folded): void {
  fleet.known.set(known.migration.id, known)
  fleet.unread.delete(known.migration.id)
  if (isChanged) fleet.hasUnsavedFigures = true
}

/** That an account was listed to its end is stored with the next checkpoint. */
function noteListed(fleet: AccountFleet): void {
  const { whole } = fleet.listing
  if (whole === undefined || fleet.listed?.isCut === whole.isCut) return
  fleet.listed = { isCut: whole.isCut }
  fleet.hasUnsavedFigures = true
}

function forget({ known, listing, unread }: AccountFleet, id: string): void {
  known.delete(id)
  unread.delete(id)
  listing.positions.delete(id)
}

function checkpointIfDue(fleet: AccountFleet, now: number, store: WorkspaceStore): Change[] {
  if (fleet.savedAt === 0) fleet.savedAt = now
  if (!fleet.hasUnsavedFigures || !hasPassed(checkpointEveryMs, { since: fleet.savedAt, now })) return []
  fleet.savedAt = now
  fleet.hasUnsavedFigures = false
  return checkpointOf(fleet, now, store)
}

/** Stores how an account answers. What one machine's wrong clock causes is its own affair and is not stored. */
export async function storeHealth({
  store,
  fence,
  fleet,
  name,
  health,
}: Storing & { name: string; health: AccountHealth | undefined }): Promise<void> {
  if (health?.trouble?.code !== 'clock_wrong') {
    await store.commit([health === undefined ? store.health.dropping(name) : store.health.putting(name, health)], fence)
  }
  if (health === undefined) fleet.health.delete(name)
  else fleet.health.set(name, health)
}
