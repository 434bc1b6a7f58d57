import { createSingleFlight } from '../async/single-flight.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { ReadOutcome } from './parts.ts'

export type LookParts = {
  fleet: Pick<WorkspaceFleet, 'accounts' | 'looks'>
  /** Reads what moves in an account once, after what is being read there. */
  read(account: string): Promise<ReadOutcome>
  signal: AbortSignal
}

/** Most readings in a row of an account that was never listed to its end. */
const mostReadings = 8

/**
 * Looks at what moves in an account, once for all who wait. Counts each look when it is over, also if Ferry leaves the
 * account alone. An account that was never listed to its end is listed further.
 */
export function createLooks({ fleet, read, signal }: LookParts): (account: string) => Promise<void> {
  const looks = createSingleFlight((account) => void fleet.looks.set(account, (fleet.looks.get(account) ?? 0) + 1))

  async function look(account: string): Promise<void> {
    for (let count = 0; count < mostReadings && !signal.aborted; count += 1) {
      if ((await read(account)) !== 'read' || isListed(account)) break
    }
  }

  function isListed(account: string): boolean {
    const own = [...fleet.accounts.values()].filter((one) => one.account === account)
    return own.some(({ listing }) => listing.whole !== undefined)
  }

  return (account) => looks.run(account, () => look(account))
}
