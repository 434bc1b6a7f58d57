/** Work with names: of each name, one piece runs at a time. */
export type SingleFlight<Result> = {
  /** The piece of this name that runs now. */
  current(name: string): Promise<Result> | undefined
  /** Begins a piece of work. If one of its name runs, that one's result is given instead. */
  run(name: string, work: () => Promise<Result>): Promise<Result>
  /** Everything that runs now, or the piece of one name. */
  all(name?: string): Promise<Result>[]
  /** Resolves when nothing runs any more, not even what was begun meanwhile. Rejects as soon as a piece does. */
  idle(): Promise<void>
}

/** `afterwards` is called when a piece has ended, once another one of its name may begin. */
export function createSingleFlight<Result = void>(afterwards?: (name: string) => void): SingleFlight<Result> {
  const running = new Map<string, Promise<Result>>()
  return {
    current: (name) => running.get(name),
    run(name, work) {
      const current = running.get(name)
      if (current !== undefined) return current
      const begun = work().finally(() => {
        running.delete(name)
        afterwards?.(name)
      })
      running.set(name, begun)
      return begun
    },
    all: (name) => [...running].flatMap(([each, work]) => (name === undefined || each === name ? [work] : [])),
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
