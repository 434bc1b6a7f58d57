/** Tells all waiting tests to look again. Call it whenever something that a test may look at has changed. */
export function happened(): void {
  for (const wake of [...waiting]) wake()
}

/** Resolves at the next change, and after a moment in any case, because other processes do not report theirs. */
export function nextHappening(): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(moment)
      waiting.delete(wake)
      // Changes that belong together have all happened by then.
      setImmediate(resolve)
    }
    const moment = setTimeout(wake, momentMs).unref()
    waiting.add(wake)
  })
}

/**
 * Time limit of a wait in milliseconds. It ends a wait that hangs and does not measure speed: a busy machine is slow.
 */
export const patienceMs = 150_000

const momentMs = 50
const waiting = new Set<() => void>()
