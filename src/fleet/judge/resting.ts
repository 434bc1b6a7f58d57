import { watchedIds } from '../../migrations/typed/ref.ts'
import type { Event, Watch } from '../../store/store.ts'
import { fleetOfWatch, type WorkspaceFleet } from '../workspace-fleet.ts'
import type { Folded } from './known.ts'

/** How long a watch waits for a migration that was called gone, in milliseconds. */
const restingMs = 7 * 24 * 60 * 60_000

/** Whether a migration has been gone for so long that its watch does not wait for it any more. Pure. */
export function isForgotten({ goneAt }: Pick<Watch, 'goneAt'>, now: number): boolean {
  return goneAt !== undefined && now - goneAt > restingMs
}

/** Whether an event tells that the cloud shows a migration again that was called deleted. Pure. */
function isReturn({ details }: Pick<Event, 'details'>): boolean {
  return details.type === 'state' && details.from === 'deleted' && details.to !== 'deleted'
}

/** Resting watches that go on, because a reading of this fleet shows their migrations again. */
export function wakened(
  fleet: Pick<WorkspaceFleet, 'accounts' | 'watches'>,
  { account, identity, folded, now }: { account: string; identity: string; folded: readonly Folded[]; now: number },
): Watch[] {
  const back = new Set(folded.flatMap(({ known, events }) => (events.some(isReturn) ? [known.migration.id] : [])))
  if (back.size === 0) return []
  return restingOn(back, fleet, account).filter(
    (watch) => fleetOfWatch(fleet, watch)?.fleet.identity === identity && !isForgotten(watch, now),
  )
}

/** Watches of an account that rest on one of these migrations. */
function restingOn(ids: ReadonlySet<string>, { watches }: Pick<WorkspaceFleet, 'watches'>, account: string): Watch[] {
  return watches
    .stoppedOf(account)
    .filter((watch) => watch.goneAt !== undefined && watchedIds(watch).some((id) => ids.has(id)))
}
