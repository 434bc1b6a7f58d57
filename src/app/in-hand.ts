import type { Admins } from './admins.ts'
import type { LedWorkspace } from './led-workspace.ts'

/** The work of a replica in a workspace: its accounts, the number of its watches, and the admins who are told of trouble. */
export type InHand = { workspace: string; accounts: string[]; followed: number; admins: readonly string[] }

/**
 * Knows what a replica has in hand, and what it had when its lease ended. A store that comes back emptied knows of no
 * lease, so the lease may end before anybody has found out that the store is another one.
 */
export function createInHand({ last }: Pick<Admins, 'last'>) {
  const look = new Map<string, () => InHand>()

  function inHandOf({ workspace, fleet }: LedWorkspace): InHand {
    const accounts = [...new Set([...fleet.accounts.values()].map(({ account }) => account))]
    return { workspace, accounts, followed: fleet.watches.following, admins: last(workspace) }
  }

  return {
    /** Notes the work on a workspace, which goes on until the signal aborts. */
    note(work: LedWorkspace, signal: AbortSignal): LedWorkspace {
      const { workspace } = work
      const lookNow = () => inHandOf(work)
      const keepLast = () => {
        const found = lookNow()
        if (look.get(workspace) === lookNow) look.set(workspace, () => found)
      }
      look.set(workspace, lookNow)
      signal.addEventListener('abort', keepLast, { once: true })
      return work
    },
    /** Forgets a workspace, because another replica holds it. */
    forget: (workspace: string) => void look.delete(workspace),
    all: () => [...look.values()].map((lookNow) => lookNow()),
  }
}
