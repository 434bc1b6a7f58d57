import { createTask } from 'node-cron'

export type Schedule = { stop(): Promise<void> }

/**
 * Runs `tick` by the cron pattern (with seconds). A tick that is still running when the next is due is not started
 * twice. Accounts are leased one by one in the poller, so replicas share one round instead of electing one of them.
 */
export function startSchedule(pattern: string, tick: () => Promise<void>): Schedule {
  const task = createTask(pattern, tick, { noOverlap: true, name: 'poll', suppressMissedWarning: true, logger: silent })
  void task.start()
  return { stop: async () => task.destroy() }
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
