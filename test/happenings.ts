/** To be called whenever something of the world that a test looks at may have changed: whoever waits looks again. */
export function happened(): void {
  for (const wake of [...waiting]) wake()
}

/** Resolves with the next happening, and otherwise after a moment: what another process does tells nobody. */
export function nextHappening(): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(moment)
      waiting.delete(wake)
      // Whatever belongs together has happened by then.
      setImmediate(resolve)
    }
    const moment = setTimeout(wake, momentMs).unref()
    waiting.add(wake)
  })
}

/** It ends what hangs, and is no measure of speed: on a busy machine everything is late, and that is no fault. */
export const patienceMs = 150_000

const momentMs = 50
const waiting = new Set<() => void>()
