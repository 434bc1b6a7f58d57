/** Bolt's stop doesn't wait for what goes on after an acknowledgement; this does. */
export type Work = {
  /** Runs to the end whatever happens; a failure is logged, never thrown. */
  run(what: string, task: () => Promise<void>): Promise<void>
  drain(): Promise<void>
}

export function createWork(log: { error(details: object, message: string): void }): Work {
  const running = new Set<Promise<void>>()
  return {
    run(what, task) {
      const work = task().catch((error: unknown) => log.error({ what, err: error }, 'A Slack listener failed'))
      running.add(work)
      return work.finally(() => running.delete(work))
    },
    async drain() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
