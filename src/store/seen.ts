import type { Clock } from '../async/clock.ts'
import type { Backend } from './backend.ts'
import { storedKey } from './keyv/namespace.ts'
import type { Store } from './store.ts'

/**
 * Recognises what was seen before: first in memory, then in the store, where other replicas and later starts find it.
 */
export function createSeen({ backend, clock }: { backend: Pick<Backend, 'note'>; clock: Clock }): Store['isNew'] {
  /** When each id is forgotten, in the order in which they came. */
  const ends = new Map<string, number>()

  function remember(id: string, ttlMs: number): boolean {
    const now = clock.now()
    const isKnown = (ends.get(id) ?? 0) > now
    if (isKnown) return false
    ends.delete(id)
    ends.set(id, now + ttlMs)
    for (const [oldest, endsAt] of ends) {
      if (endsAt > now && ends.size <= mostRemembered) break
      ends.delete(oldest)
    }
    return true
  }

  return async (id, ttlMs) => {
    if (!remember(id, ttlMs)) return false
    try {
      const isNew = await backend.note(storedKey('seen', id), ttlMs)
      // Only the store knows since when others have seen it.
      if (!isNew) ends.delete(id)
      return isNew
    } catch {
      return true
    }
  }
}

/** An hour of what Slack sends to busy workspaces, and a few megabytes. The store remembers the rest. */
const mostRemembered = 50_000
