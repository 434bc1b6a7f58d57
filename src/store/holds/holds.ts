import type { Claim } from '../store.ts'

/** A place in the store's table of holds: who has the key. An owner is never used twice. */
export type Hold = { key: string; owner: string }

/** The table of holds, which all claims and leases of a store share. Every method throws store_unavailable only. */
export type Holds = {
  /** Takes a key that nobody holds. True if it is ours now. */
  take(hold: Hold, ttlMs: number): Promise<boolean>
  /** Holds on to a key for `ttlMs` from now. False if the hold is over. */
  renew(hold: Hold, ttlMs: number): Promise<boolean>
  /** Gives a key back. Does nothing if the hold is over. */
  drop(hold: Hold): Promise<void>
  /** Owners in the order of the keys. */
  ownersOf(keys: readonly string[]): Promise<(string | undefined)[]>
}

/** A claim as the store makes it. A copy of it is as good. */
export type HeldClaim = Claim & { hold: Hold }

/** Where the store looks whether a claim still holds. */
export function holdOf(fence: Claim): Hold {
  if (isHeld(fence)) return fence.hold
  throw new TypeError('A fence must be a claim or a lease that the store gave')
}

function isHeld(claim: Claim): claim is HeldClaim {
  return 'hold' in claim
}
