import type { Clock } from '../../async/clock.ts'
import type { Hold, Holds } from './holds.ts'

/** A table of holds in this process, for a store that no other process shares. */
export function createLocalHolds(clock: Clock): LocalHolds {
  const held = new Map<string, { owner: string; expiresAt: number }>()
  let sweptAt = clock.now()

  function ownerOf(key: string): string | undefined {
    const found = held.get(key)
    return found !== undefined && found.expiresAt > clock.now() ? found.owner : undefined
  }

  function isHeld({ key, owner }: Hold): boolean {
    return ownerOf(key) === owner
  }

  function put({ key, owner }: Hold, ttlMs: number): true {
    held.set(key, { owner, expiresAt: clock.now() + ttlMs })
    return true
  }

  function sweep(): void {
    const now = clock.now()
    if (now - sweptAt < sweepEveryMs) return
    sweptAt = now
    for (const [key, { expiresAt }] of held) if (expiresAt <= now) held.delete(key)
  }

  return {
    isHeld,
    async take(hold, ttlMs) {
      sweep()
      return ownerOf(hold.key) === undefined && put(hold, ttlMs)
    },
    renew: async (hold, ttlMs) => isHeld(hold) && put(hold, ttlMs),
    async drop(hold) {
      if (isHeld(hold)) held.delete(hold.key)
    },
    ownersOf: async (keys) => keys.map(ownerOf),
  }
}

export type LocalHolds = Holds & {
  /** Whether a hold is not over yet. */
  isHeld(hold: Hold): boolean
}

const sweepEveryMs = 60_000
