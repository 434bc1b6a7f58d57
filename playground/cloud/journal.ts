/** What was asked and answered; no bodies, no headers, so no secrets. Status 0: nothing was answered. */
export type LoggedCall = { at: number; method: string; path: string; status: number; errorCode?: string }

const LENGTH = 10_000

/** The last calls, oldest first: at least 10,000 of them. */
export function createJournal() {
  let calls: LoggedCall[] = []
  const watchers = new Set<() => void>()
  return {
    /** Called after each call from now on. */
    onCall: (watcher: () => void) => void watchers.add(watcher),
    calls: (): readonly LoggedCall[] => [...calls],
    add(call: LoggedCall) {
      calls.push(call)
      if (calls.length > 2 * LENGTH) calls = calls.slice(-LENGTH)
      for (const watcher of watchers) watcher()
    },
    clear() {
      calls = []
    },
  }
}
