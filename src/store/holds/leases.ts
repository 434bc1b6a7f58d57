import { randomUUID } from 'node:crypto'
import type { Clock } from '../../async/clock.ts'
import { inTime } from '../../async/in-time.ts'
import { AppError } from '../../errors/errors.ts'
import type { Lease, Store } from '../store.ts'
import type { HeldClaim, Hold, Holds } from './holds.ts'

/**
 * Makes claims and leases from the store's table of holds. `time` is the time by which the store lets holds expire, or
 * one that runs as fast.
 */
export function createLeases(holds: Holds, { time, leaseMs = 10_000 }: LeaseOptions): Leases {
  const renewed = new Set<Lease>()

  async function lease(key: string, holder: string): Promise<Lease | undefined> {
    const hold = { key, owner: ownerName(holder) }
    const endsAt = time.now() + leaseMs
    if (!(await holds.take(hold, leaseMs))) return undefined
    const over = new AbortController()
    const { signal } = over
    const taken: Lease & HeldClaim = {
      hold,
      signal,
      async release() {
        over.abort()
        await holds.drop(hold)
      },
    }
    renewed.add(taken)
    signal.addEventListener('abort', () => renewed.delete(taken), { once: true })
    void keepRenewed(hold, { holds, time, leaseMs, over, endsAt })
    return taken
  }

  return {
    lease,
    async claim(key, ttlMs): Promise<HeldClaim | undefined> {
      const hold = { key, owner: ownerName('') }
      return (await holds.take(hold, ttlMs)) ? { hold, release: () => holds.drop(hold) } : undefined
    },
    holdersOf: async (keys) => (await holds.ownersOf(keys)).map(holderIn),
    async stop() {
      // A lease that can't be given back ends by itself.
      await Promise.allSettled([...renewed].map(({ release }) => release()))
    },
  }
}

export type LeaseOptions = {
  time: Clock
  /** How long a lease lasts unless it is renewed, in milliseconds. */
  leaseMs?: number
}

export type Leases = Pick<Store, 'claim' | 'lease' | 'holdersOf'> & {
  /** Gives back all leases. */
  stop(): Promise<void>
}

/** An owner: a random part, which makes it the only one of its kind, and the name of the holder of a lease. */
function ownerName(holder: string): string {
  return `${randomUUID()} ${holder}`
}

function holderIn(owner: string | undefined): string | undefined {
  return owner?.slice(owner.indexOf(' ') + 1) || undefined
}

type Renewal = Required<LeaseOptions> & { holds: Holds; over: AbortController; endsAt: number }

/**
 * Renews a lease until it is released or lost. What fails is repeated until the lease would have ended by our own time;
 * the store's end is never earlier, because its time starts after ours.
 */
async function keepRenewed(hold: Hold, { holds, time, leaseMs, over, ...rest }: Renewal): Promise<void> {
  let { endsAt } = rest
  let pauseMs = leaseMs * renewAfter
  while (!over.signal.aborted) {
    await time.sleep(Math.min(pauseMs, endsAt - time.now()), over.signal)
    if (over.signal.aborted) return
    const askedAt = time.now()
    const answer = await answerBefore(endsAt, time, () => holds.renew(hold, leaseMs))
    if (over.signal.aborted) return
    if (answer === 'lost') return over.abort(new AppError('lease_lost'))
    if (answer === 'renewed') endsAt = askedAt + leaseMs
    pauseMs = leaseMs * (answer === 'renewed' ? renewAfter : retryAfter)
  }
}

/** After which parts of its length a lease is renewed, and a renewal that failed is repeated. */
const renewAfter = 0.3
const retryAfter = 0.03

/** Asks the store to renew a lease. `lost` if it says no, or nothing until the end. */
async function answerBefore(
  endsAt: number,
  time: Clock,
  renew: () => Promise<boolean>,
): Promise<'renewed' | 'lost' | 'failed'> {
  const leftMs = endsAt - time.now()
  if (leftMs <= 0) return 'lost'
  const answer = renew().then(
    (isOurs) => (isOurs ? 'renewed' : 'lost'),
    () => 'failed' as const,
  )
  return inTime(answer, { ms: leftMs, clock: time, late: 'lost' })
}
