import type { EditUrgency } from '../limits/calls.ts'
import { reconsider, type SenderParts, type Sending, sendThread } from './send-thread.ts'
import type { Threads } from './threads.ts'

/** Work of sending: one piece for each thread. */
export type ThreadWork = {
  /**
   * Something may be there to send for a thread. `urgency`: more than the
   * figures of its card have changed. Returns at once.
   */
  nudge(workspace: string, threadId: string, how?: { urgency: EditUrgency }): void
  /** The work on a thread. Undefined if nothing is being sent for it. */
  workOn(workspace: string, threadId: string): Promise<void> | undefined
  /** Has what is being sent for a thread look once more when it is done. False if nothing is. */
  lookAgain(workspace: string, threadId: string): boolean
  /** All work, or that for one workspace. */
  all(workspace?: string): Promise<void>[]
}

type Running = Sending & { work: Promise<void>; isAgain: boolean }

export function createThreadWork(
  parts: Omit<SenderParts, 'nudge'> & { threadsOf(workspace: string): Threads | undefined },
): ThreadWork {
  const sender = { ...parts, nudge }
  const running = new Map<string, Running>()
  const watched = new WeakSet<Threads>()

  function nudge(workspace: string, threadId: string, how?: { urgency: EditUrgency }): void {
    const threads = sender.threadsOf(workspace)
    if (sender.signal.aborted || threads === undefined) return
    const key = keyOf(workspace, threadId)
    const current = running.get(key)
    if (current === undefined) begin(key, { workspace, threadId, threads, ...(how && { editUrgency: how.urgency }) })
    else {
      current.isAgain = true
      if (how !== undefined && current.editUrgency !== 'card') current.editUrgency = how.urgency
      reconsider(sender, current).catch(complain(current))
    }
  }

  function begin(key: string, sending: Sending): void {
    const current: Running = Object.assign(sending, { work: Promise.resolve(), isAgain: false })
    running.set(key, current)
    withdrawAtEnd(sending.threads)
    current.work = sendThread(sender, current)
      .catch(complain(current))
      .finally(() => {
        running.delete(key)
        if (current.isAgain)
          nudge(current.workspace, current.threadId, current.editUrgency && { urgency: current.editUrgency })
      })
  }

  /** Work that waits for its turn is given up as soon as this replica speaks for the workspace no more. */
  function withdrawAtEnd(threads: Threads): void {
    if (watched.has(threads)) return
    watched.add(threads)
    const withdraw = () => {
      for (const one of running.values()) if (one.threads === threads) one.queued?.turn.withdraw()
    }
    threads.signal.addEventListener('abort', withdraw, { once: true })
  }

  function complain({ workspace, threadId }: Sending): (error: unknown) => void {
    return (error) => sender.log.error({ workspace, thread: threadId, err: error }, 'Delivery failed')
  }

  return {
    nudge,
    workOn: (workspace, threadId) => running.get(keyOf(workspace, threadId))?.work,
    lookAgain(workspace, threadId) {
      const current = running.get(keyOf(workspace, threadId))
      if (current !== undefined) current.isAgain = true
      return current !== undefined
    },
    all: (workspace) =>
      [...running.values()].filter((one) => (workspace ?? one.workspace) === one.workspace).map(({ work }) => work),
  }
}

function keyOf(workspace: string, threadId: string): string {
  return `${workspace} ${threadId}`
}
