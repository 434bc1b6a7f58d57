import { isEndConfirmed } from '../../fleet/judge/known.ts'
import { isForgotten } from '../../fleet/judge/resting.ts'
import { showingOf, subscribedIn } from '../../fleet/sets.ts'
import { fleetOfWatch, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isCalledGone, mayReturn } from '../../migrations/gone.ts'
import { isEnded } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Channels } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { Claim, Watch, WorkspaceStore } from '../../store/store.ts'
import { hostOf, withOver } from './boards.ts'
import type { GroupThreadParts } from './group-threads.ts'
import { newsOf, pendingOf } from './news.ts'
import { drawn } from './watch-card.ts'
import { watchedOf } from './watched.ts'

/** A failed migration can be restarted. After this long nobody will, and its watch ends, in milliseconds. */
const keepFailedMs = 7 * 24 * 60 * 60_000

type Ending = GroupThreadParts & {
  store: Pick<WorkspaceStore, 'watches' | 'commit'>
  fence: Claim
  now: number
}

/**
 * Ends the watches of an account whose migrations are over, once the end was read more than once and everything about it
 * has been delivered. The watch of a migration that is called gone rests: the cloud may show it again.
 */
export async function endWatches(account: string, ending: Ending): Promise<void> {
  const { fleet, channels, store, fence } = ending
  const done = fleet.watches.of(account).filter((watch) => isOver(watch, ending))
  const resting = done.flatMap((watch) => restingAfter(watch, fleet))
  const rest = new Set(resting.map(({ id }) => id))
  const over = [
    ...done.filter(({ id }) => !rest.has(id)),
    ...fleet.watches.stoppedOf(account).filter((watch) => isLongOver(watch, ending)),
  ]
  if (over.length === 0 && resting.length === 0) return
  const changes = [
    ...resting.map((watch) => store.watches.putting(watch.id, watch)),
    ...over.map(({ id }) => store.watches.dropping(id)),
  ]
  await countOnBoards(over, channels)
  await store.commit(changes, fence)
  for (const watch of resting) fleet.watches.set(watch.id, watch)
  for (const { id } of over) fleet.watches.delete(id)
  await channels.forget(
    over.map(({ id }) => id),
    refsOf(over),
  )
}

/** Counts migrations on the board also when their own watch is over. Members of a set need no such note: the set counts them. */
async function countOnBoards(over: readonly Watch[], channels: Channels): Promise<void> {
  const asked = over.filter(({ isOfSet, ended, goneAt }) => (isOfSet ?? ended ?? goneAt) === undefined)
  for (const [channel, those] of Map.groupBy(asked, (one) => one.channel)) {
    await channels.change(channel, (before) => withOver(before, [...refsOf(those).values()]))
  }
}

/** The migrations of watches, by the watch's id. */
export function refsOf(watches: readonly Watch[]): Map<string, string> {
  return new Map(watches.map(({ id, account, migrationId }) => [id, refOf({ account, id: migrationId })]))
}

/** How long a watch that somebody ended can be taken up again on its card, in milliseconds. */
const keepEndedMs = 7 * 24 * 60 * 60_000

function isLongOver(watch: Watch, { fleet, now }: Ending): boolean {
  const { ended, goneAt } = watch
  if (ended !== undefined) return now - ended.at > keepEndedMs && !isLeftOut(watch, fleet)
  return goneAt !== undefined && (isForgotten(watch, now) || isReplaced(watch, fleet))
}

/** Whether somebody has left a migration out that would be followed again otherwise, because it belongs to a set. */
function isLeftOut(watch: Watch, fleet: WorkspaceFleet): boolean {
  const migration = fleetOfWatch(fleet, watch)?.known.migration
  return (
    migration !== undefined && !isEnded(migration.state) && subscribedIn(watch.channel, migration, fleet).length > 0
  )
}

/** Whether another migration has the title of the one that a watch waits for, or the cloud says that it is deleted. */
function isReplaced(watch: Watch, fleet: WorkspaceFleet): boolean {
  const known = fleetOfWatch(fleet, watch)?.known
  return known !== undefined && !isCalledGone(known)
}

/** A watch that waits for a migration to come back, if the migration is only called gone. */
function restingAfter(watch: Watch, fleet: WorkspaceFleet): Watch[] {
  const known = fleetOfWatch(fleet, watch)?.known
  return known !== undefined && mayReturn(known) ? [{ ...watch, goneAt: known.movedAt }] : []
}

function isOver(watch: Watch, ending: Ending): boolean {
  const { fleet, channels, now } = ending
  const known = fleetOfWatch(fleet, watch)?.known
  if (known === undefined || !isEndConfirmed(known)) return false
  if (known.migration.state === 'failed' && now - known.movedAt <= keepFailedMs) return false
  const watched = watchedOf(watch, ending)
  const channel = channels.of(watch.channel)
  const receipt = ownReceipt(watch, channel)
  if (watched === undefined || pendingOf(watched, receipt, now).length > 0) return false
  const how = { hasEnded: true, showing: showingOf(watch, known.migration, fleet) }
  if (receipt?.cardTs === undefined) return hostOf(channel, how) !== undefined
  return drawn(newsOf(watched, receipt, now)).card?.hash === receipt.cardHash
}
