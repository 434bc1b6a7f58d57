import { createTask } from 'node-cron'

export type Schedule = {
  /** Works out anew when the next tick is due, because the machine's clock was set. */
  rearm(): void
  stop(): Promise<void>
}

/**
 * Runs `tick` by the cron pattern (with seconds). A tick that is still running when the next is due is not started
 * twice. Every replica has a schedule of its own, and ticks for the workspaces that it leads.
 */
export function startSchedule(pattern: string, tick: () => Promise<void>): Schedule {
  let running: Promise<void> | undefined
  const tickAlone = () => {
    running ??= tick().finally(() => {
      running = undefined
    })
    return running
  }
  const begin = () => {
    const task = createTask(pattern, tickAlone, { name: 'poll', suppressMissedWarning: true, logger: silent })
    void task.start()
    return task
  }
  let task = begin()
  return {
    rearm() {
      void task.destroy()
      task = begin()
    },
    stop: async () => task.destroy(),
  }
}

/** Its warnings would stand between the lines of the log; a tick that is late shows in /readyz and the metrics. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Time between two runs of the pattern, as the next two have it. */
export function intervalMsOf(pattern: string): number {
  const task = createTask(pattern, () => undefined)
  const [first, second] = task.getNextRuns(2)
  void task.destroy()
  return first === undefined || second === undefined ? 60_000 : second.getTime() - first.getTime()
}
