import type { Clock } from '../clock.ts'

/**
 * Brings cards up to date whose figures alone have changed. Slack takes few edits a minute, so a card is drawn when its
 * turn comes and not before: ten thousand moving cards cost no more than those that are sent.
 */
export type Repainter = {
  add(workspace: string, threadIds: readonly string[]): void
  /** The work that is under way. Undefined if there is none. */
  idle(workspace?: string): Promise<unknown> | undefined
}

export type RepainterParts = {
  clock: Clock
  signal: AbortSignal
  /** Whether a thread has anything to be sent, and nobody is sending for it already. */
  isDue(workspace: string, threadId: string): Promise<boolean>
  /** Resolves when nothing is left to be sent for the thread. */
  send(workspace: string, threadId: string): Promise<void>
  onFailure(workspace: string, threadId: string, error: unknown): void
}

/** Cards that are drawn in a row before other work gets its turn. */
const inARow = 20

export function createRepainter(parts: RepainterParts): Repainter {
  const waiting = new Map<string, Set<string>>()
  const running = new Map<string, Promise<void>>()

  async function run(workspace: string, ids: Set<string>): Promise<void> {
    let drawn = 0
    // What is added meanwhile is looked at, too.
    for (const id of ids) {
      if (parts.signal.aborted) return
      ids.delete(id)
      drawn += 1
      if (drawn % inARow === 0) await parts.clock.sleep(0)
      try {
        if (await parts.isDue(workspace, id)) await parts.send(workspace, id)
      } catch (error) {
        parts.onFailure(workspace, id, error)
      }
    }
  }

  function start(workspace: string, ids: Set<string>): void {
    if (running.has(workspace) || ids.size === 0 || parts.signal.aborted) return
    const work = run(workspace, ids).finally(() => {
      running.delete(workspace)
      start(workspace, ids)
    })
    running.set(workspace, work)
  }

  return {
    add(workspace, threadIds) {
      const ids = waiting.get(workspace) ?? new Set()
      waiting.set(workspace, ids)
      for (const id of threadIds) ids.add(id)
      start(workspace, ids)
    },
    idle: (workspace) => {
      const work = workspace === undefined ? [...running.values()] : [running.get(workspace)].filter(Boolean)
      return work.length === 0 ? undefined : Promise.all(work)
    },
  }
}
