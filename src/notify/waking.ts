import type { WorkspaceStore } from '../store/store.ts'

type Hearing = {
  onWatches(ids: string[]): void
  /** Called when a channel's record is to be begun anew. */
  onRepair(channel: string): void
}

/** A workspace's store that tells of every watch that is changed through it, and of every repair. */
export function waking(store: WorkspaceStore, { onWatches, onRepair }: Hearing): WorkspaceStore {
  const { watches, repairs } = store
  return {
    ...store,
    watches: {
      ...watches,
      async set(key, watch) {
        await watches.set(key, watch)
        onWatches([key])
      },
      async delete(key) {
        const wasThere = await watches.delete(key)
        onWatches([key])
        return wasThere
      },
    },
    repairs: {
      ...repairs,
      async set(key, repair) {
        await repairs.set(key, repair)
        onRepair(repair.channel)
      },
    },
  }
}
