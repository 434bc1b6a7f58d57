import type { Clock } from './clock.ts'

export type FewAtOnce = {
  /** How many pieces of work may be at their beginning. */
  most: number
  /** After this long, in milliseconds, a piece counts no longer: it waits for somebody else, as for a slow cloud. */
  countedMs: number
  clock: Clock
}

/**
 * Begins pieces of work in the order in which they came: a few at once, and each in a turn of the event loop of its own, so
 * that what arrives meanwhile is read first.
 */
export function createFewAtOnce({
  most,
  countedMs,
  clock,
}: FewAtOnce): <Done>(work: () => Promise<Done>) => Promise<Done> {
  const waiting: (() => void)[] = []
  let counted = 0
  let isTurnAsked = false

  function begin(): void {
    if (isTurnAsked || counted >= most || waiting.length === 0) return
    isTurnAsked = true
    setImmediate(() => {
      isTurnAsked = false
      counted += 1
      waiting.shift()?.()
      begin()
    })
  }

  return async (work) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      begin()
    })
    const done = new AbortController()
    void clock.sleep(countedMs, done.signal).then(() => {
      counted -= 1
      begin()
    })
    try {
      return await work()
    } finally {
      done.abort()
    }
  }
}
