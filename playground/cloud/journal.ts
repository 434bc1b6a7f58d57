/**
 * A call and its response, without bodies and headers, and so without secrets. Status 0 means that there was no
 * response.
 */
export type LoggedCall = { at: number; method: string; path: string; status: number; errorCode?: string }

const LENGTH = 10_000

/** The last calls, oldest first: at least 10,000 of them. */
export function createJournal() {
  let calls: LoggedCall[] = []
  const watchers = new Set<() => void>()
  return {
    /** Calls the listener after each later call. */
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
