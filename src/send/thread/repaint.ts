import type { Clock } from '../../async/clock.ts'
import { createSingleFlight } from '../../async/single-flight.ts'

/**
 * Brings cards up to date whose figures alone have changed. Slack takes few edits a minute, so a card is drawn when its
 * turn comes and not before: ten thousand moving cards cost no more than those that are sent.
 */
export type Repainter = {
  add(workspace: string, threadIds: readonly string[]): void
  /** The work that is under way, of one workspace or of all. */
  work(workspace?: string): Promise<void>[]
}

export type RepainterParts = {
  clock: Clock
  signal: AbortSignal
  /**
   * Whether a thread has anything to be sent, and nobody is sending for it already. `later`: nobody can tell yet, since
   * this replica does not speak for the workspace.
   */
  isDue(workspace: string, threadId: string): Promise<boolean | 'later'>
  /** Resolves when nothing is left to be sent for the thread. */
  send(workspace: string, threadId: string): Promise<void>
  onFailure(workspace: string, threadId: string, error: unknown): void
}

/** Cards that are drawn in a row before other work gets its turn. */
const inARow = 20

export function createRepainter(parts: RepainterParts): Repainter {
  const waiting = new Map<string, Set<string>>()
  const paintings = createSingleFlight((workspace) => start(workspace, waiting.get(workspace) ?? new Set()))
  /** Cards that could not be judged. They are looked at again when the next ones of their workspace come. */
  const left = new Map<string, Set<string>>()

  /** Draws a card if it is due. One that can't be judged now is kept. */
  async function paint(workspace: string, id: string): Promise<void> {
    try {
      const isDue = await parts.isDue(workspace, id)
      if (isDue === true) return await parts.send(workspace, id)
      if (isDue === false) return
    } catch (error) {
      parts.onFailure(workspace, id, error)
    }
    left.set(workspace, (left.get(workspace) ?? new Set()).add(id))
  }

  async function run(workspace: string, ids: Set<string>): Promise<void> {
    let drawn = 0
    // What is added meanwhile is looked at, too.
    for (const id of ids) {
      if (parts.signal.aborted) return
      ids.delete(id)
      drawn += 1
      if (drawn % inARow === 0) await parts.clock.sleep(0)
      await paint(workspace, id)
    }
  }

  function start(workspace: string, ids: Set<string>): void {
    if (ids.size > 0 && !parts.signal.aborted) void paintings.run(workspace, () => run(workspace, ids))
  }

  return {
    add(workspace, threadIds) {
      const ids = waiting.get(workspace) ?? new Set()
      waiting.set(workspace, ids)
      for (const id of [...threadIds, ...(left.get(workspace) ?? [])]) ids.add(id)
      left.delete(workspace)
      start(workspace, ids)
    },
    work: paintings.all,
  }
}
