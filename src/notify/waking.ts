import type { Collection, WorkspaceStore } from '../store/store.ts'

type Hearing = {
  onWatches(ids: string[]): void
  /** Called when subscriptions have changed, or when somebody may be disturbed. */
  onSubscriptions(): void
  /** Called when somebody takes care of a migration, with the key of the record. */
  onAck(key: string): void
  /** Called when a channel's record is to be begun anew. */
  onRepair(channel: string): void
}

/** A workspace's store that tells of every watch, subscription and acknowledgement that is changed through it, and of every repair. */
export function waking(
  store: WorkspaceStore,
  { onWatches, onSubscriptions, onAck, onRepair }: Hearing,
): WorkspaceStore {
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
    subscriptions: telling(store.subscriptions, onSubscriptions),
    patience: telling(store.patience, onSubscriptions),
    acks: telling(store.acks, onAck),
    repairs: {
      ...repairs,
      async set(key, repair) {
        await repairs.set(key, repair)
        onRepair(repair.channel)
      },
    },
  }
}

/** A collection that tells of every change made through it. */
function telling<Item>(records: Collection<Item>, onChange: (key: string) => void): Collection<Item> {
  return {
    ...records,
    async set(key, item) {
      await records.set(key, item)
      onChange(key)
    },
    async delete(key) {
      const wasThere = await records.delete(key)
      onChange(key)
      return wasThere
    },
  }
}
