import type { Lease, Store } from '../store/store.ts'

/** Tells the replicas of each other: each holds one of a few places in the store while it lives. */
export type Presence = {
  /** Takes a place if this replica has none. `holders` are the holders of the places, in their order. */
  keep(holders: readonly (string | undefined)[]): Promise<void>
  leave(): Promise<void>
}

/** Most replicas that can share workspaces. Slack allows ten sockets, and an HTTP service seldom needs more. */
const mostReplicas = 64
/** Keys of all places, whose holders are the live replicas. */
export const places: readonly string[] = Array.from({ length: mostReplicas }, (_, index) => `replica:${index}`)

/** Ids of the replicas that work with a store now, on whatever machine. */
export async function liveReplicas(store: Pick<Store, 'holdersOf'>): Promise<string[]> {
  return (await store.holdersOf(places)).filter((holder) => holder !== undefined)
}

export function createPresence(self: string, store: Pick<Store, 'lease'>): Presence {
  let place: Lease | undefined
  return {
    async keep(holders) {
      if (place !== undefined && !place.signal.aborted) return
      for (const [index, key] of places.entries()) {
        if (holders[index] !== undefined) continue
        place = await store.lease(key, self)
        if (place !== undefined) return
      }
    },
    async leave() {
      await place?.release().catch(() => undefined)
    },
  }
}
