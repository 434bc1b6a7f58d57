import type { WorkspaceStore } from '../store/store.ts'

/** A workspace's store that tells of every watch that is changed through it. */
export function waking(store: WorkspaceStore, onChange: (ids: string[]) => void): WorkspaceStore {
  const { watches } = store
  return {
    ...store,
    watches: {
      ...watches,
      async set(key, watch) {
        await watches.set(key, watch)
        onChange([key])
      },
      async delete(key) {
        const wasThere = await watches.delete(key)
        onChange([key])
        return wasThere
      },
    },
  }
}
