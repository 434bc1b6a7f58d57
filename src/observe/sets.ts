import { neededWatches, needlessWatches } from '../fleet/sets.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { Watch } from '../store/store.ts'
import type { ObserverParts } from './parts.ts'

type Following = Pick<ObserverParts, 'fleet' | 'store' | 'fence' | 'hasCard'> & { now: number }

/** How long a subscription that somebody ended can be taken up again, in milliseconds. */
const keepEndedMs = 7 * 24 * 60 * 60_000
/** Changes in one write. Each part can be repeated. */
const partSize = 500

/**
 * Makes the watches that subscriptions need of what is known already, ends those that none needs any more, and forgets
 * subscriptions that ended long ago. Returns the watches that have changed.
 */
export async function followSets(following: Following): Promise<Watch[]> {
  const { fleet, store, fence, now, hasCard } = following
  const needed = [...fleet.accounts.values()].flatMap((account) => neededWatches(account, { fleet, now }))
  const needless = needlessWatches(fleet)
  const ended = needless
    .filter(({ channel, id }) => hasCard(channel, id))
    .map((watch): Watch => ({ ...watch, ended: { by: whoEnded(watch, fleet), at: now } }))
  const shown = new Set(ended.map(({ id }) => id))
  const dropped = needless.filter(({ id }) => !shown.has(id))
  const forgotten = [...fleet.subscriptions.values()].filter(
    ({ ended }) => ended !== undefined && now - ended.at > keepEndedMs,
  )
  const changes = [
    ...[...needed, ...ended].map((watch) => store.watches.putting(watch.id, watch)),
    ...dropped.map(({ id }) => store.watches.dropping(id)),
    ...forgotten.map(({ id }) => store.subscriptions.dropping(id)),
  ]
  for (let start = 0; start < changes.length; start += partSize) {
    await store.commit(changes.slice(start, start + partSize), fence)
  }
  for (const watch of [...needed, ...ended]) fleet.watches.set(watch.id, watch)
  for (const { id } of dropped) fleet.watches.delete(id)
  for (const { id } of forgotten) fleet.subscriptions.delete(id)
  return [...needed, ...ended]
}

/** Who ended the last subscription of the watch's channel, or else who had made it. */
function whoEnded({ channel, createdBy }: Watch, { subscriptions }: Pick<WorkspaceFleet, 'subscriptions'>): string {
  const acts = [...subscriptions.values()].flatMap((one) => (one.channel === channel ? (one.ended ?? []) : []))
  return acts.toSorted((a, b) => b.at - a.at)[0]?.by ?? createdBy
}
