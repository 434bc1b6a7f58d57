import { createTurns } from '../async/in-turn.ts'
import { listedIn } from '../fleet/account-fleet.ts'
import type { Looks, WorkspaceFleet } from '../fleet/workspace-fleet.ts'
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
 * Looks at what moves in an account. Whoever asks while a look is being made gets the next one, which begins afterwards
 * and is made once for all of them. Counts each look when it is over, also if Ferry leaves the account alone. An account that was never listed to its end is listed further.
 */
export function createLooks({ fleet, read, signal }: LookParts): (account: string) => Promise<void> {
  const inTurn = createTurns()
  /** Looks that have not begun yet. */
  const waiting = new Map<string, Promise<void>>()

  async function look(account: string): Promise<void> {
    waiting.delete(account)
    note(account, { ...looksAt(account), isLooking: true })
    for (let count = 0; count < mostReadings && !signal.aborted; count += 1) {
      if ((await read(account)) !== 'read' || isListed(account)) break
    }
    note(account, { ended: looksAt(account).ended + 1, isLooking: false })
  }

  function looksAt(account: string): Looks {
    return fleet.looks.get(account) ?? { ended: 0, isLooking: false }
  }

  function note(account: string, looks: Looks): void {
    fleet.looks.set(account, looks)
  }

  function isListed(account: string): boolean {
    const own = [...fleet.accounts.values()].filter((one) => one.account === account)
    return own.some((one) => listedIn(one) !== undefined)
  }

  return (account) => {
    const next = waiting.get(account) ?? inTurn(account, () => look(account))
    waiting.set(account, next)
    return next
  }
}
