import { createSingleFlight } from '../async/single-flight.ts'
import type { Lease } from '../store/store.ts'
import type { LeaderParts, Led } from './work.ts'

/** The workspaces that this replica holds, and the work on them. */
export type Holdings<Work extends Led> = {
  of(workspace: string): Work | undefined
  all(): Work[]
  /** Takes a workspace if nobody holds it. */
  take(workspace: string): Promise<void>
  /** Resolves when a workspace that is being taken can be found, or could not be taken. */
  loading(workspace: string): Promise<void>
  /** Gives back so many workspaces. */
  giveBack(count: number): Promise<void>
  /** Gives back workspaces that are not served any more. */
  keepOnly(workspaces: readonly string[]): Promise<void>
  /** Gives everything back and takes nothing more. */
  stop(): Promise<void>
}

export function createHoldings<Work extends Led>(parts: LeaderParts<Work>): Holdings<Work> {
  const { self, store, log } = parts
  const held = new Map<string, { work: Work; lease: Lease }>()
  const taking = createSingleFlight<void>()
  let isStopped = false

  async function take(workspace: string): Promise<void> {
    if (held.has(workspace) || isStopped) return
    const lease = await store.lease(leaseKey(workspace), self)
    if (lease === undefined) return
    try {
      const work = await parts.open(workspace, lease)
      held.set(workspace, { work, lease })
      lease.signal.addEventListener('abort', () => void lose(workspace, lease), { once: true })
      if (lease.signal.aborted) return await lose(workspace, lease)
      log.info({ workspace }, 'This replica leads the workspace now')
      parts.begin(work)
    } catch (error) {
      log.warn({ workspace, err: error }, 'A workspace could not be taken over')
      await lease.release().catch(() => undefined)
    }
  }

  /** The lease is over, whoever has it now. */
  async function lose(workspace: string, lease: Lease): Promise<void> {
    const current = held.get(workspace)
    if (current?.lease !== lease) return
    held.delete(workspace)
    log.warn({ workspace }, 'This replica does not lead the workspace any more')
    await current.work.stop()
  }

  async function drop(workspace: string): Promise<void> {
    const current = held.get(workspace)
    if (current === undefined) return
    held.delete(workspace)
    await current.work.stop()
    await current.lease.release().catch((err: unknown) => log.warn({ workspace, err }, 'A lease stays until it ends'))
  }

  const dropAll = async (workspaces: readonly string[]) => void (await Promise.all(workspaces.map(drop)))

  return {
    of: (workspace) => held.get(workspace)?.work,
    all: () => [...held.values()].map(({ work }) => work),
    take: (workspace) => taking.run(workspace, () => take(workspace)),
    loading: async (workspace) => taking.current(workspace),
    giveBack: (count) => dropAll([...held.keys()].slice(0, count)),
    keepOnly(workspaces) {
      const served = new Set(workspaces)
      return dropAll([...held.keys()].filter((workspace) => !served.has(workspace)))
    },
    async stop() {
      isStopped = true
      await taking.idle()
      await dropAll([...held.keys()])
    },
  }
}

export function leaseKey(workspace: string): string {
  return `owner:${workspace}`
}
