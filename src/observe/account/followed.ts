import { unseenEnd } from '../../fleet/judge/unseen-end.ts'
import { followedSince } from '../../fleet/watches.ts'
import { fleetOfWatch, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { mayReturn } from '../../migrations/gone.ts'
import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Watch } from '../../store/store.ts'
import type { Followed } from './due.ts'

/** What these watches follow. Several channels may follow the same migration: it is read once. */
export function followedBy(
  watches: readonly Watch[],
  fleet: Pick<WorkspaceFleet, 'accounts'>,
  now: number,
): Followed[] {
  const byMigration = Map.groupBy(watches, (watch) => `${watch.kind} ${watch.migrationId}`)
  return [...byMigration.values()].flatMap((same) => {
    const watch = same.find(({ nextMigrationId }) => nextMigrationId !== undefined) ?? same[0]
    if (watch === undefined) return []
    const isLeaving = same.some((one) => isAboutToRest(one, fleet, now))
    return [{ kind: watch.kind, ids: watchedIds(watch), isLeaving }]
  })
}

/**
 * Numbers the next events of followed migrations so that their channels count them. A channel counts from the moment at
 * which somebody began to follow there. After the clock was set back that moment may be still to come, and an event with
 * an earlier number would be told to nobody.
 */
export function numberAfterFollowing(watches: readonly Watch[], fleet: Pick<WorkspaceFleet, 'accounts'>): void {
  for (const watch of watches) {
    const found = fleetOfWatch(fleet, watch)
    if (found === undefined) continue
    const before = unseenEnd(watch, found.known)?.seq ?? followedSince(watch) - 1
    if (found.known.lastSeq >= before) continue
    found.fleet.known.set(found.known.migration.id, { ...found.known, lastSeq: before })
  }
}

/** How long a channel has to be told that a migration is gone, before another one can take its place, in milliseconds. */
const partingMs = 60 * 60_000

/** Whether a channel is still to be told that the migration is gone that it has followed. */
function isAboutToRest(watch: Watch, fleet: Pick<WorkspaceFleet, 'accounts'>, now: number): boolean {
  const known = fleetOfWatch(fleet, watch)?.known
  if (known === undefined || !mayReturn(known)) return false
  return followedSince(watch) <= known.movedAt && now - known.movedAt < partingMs
}
