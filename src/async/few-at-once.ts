import type { Clock } from './clock.ts'

export type FewAtOnce = {
  /** How many pieces of work count at once. */
  most: number
  /**
   * How long they count once others wait for them, in milliseconds. A piece that takes longer waits for somebody
   * itself, such as a slow cloud.
   */
  countedMs: number
  clock: Pick<Clock, 'sleep'>
}

/**
 * Begins pieces of work in the order in which they came: a few at once, each in a turn of the event loop of its own. What
 * arrives meanwhile is read first.
 */
export function createFewAtOnce({
  most,
  countedMs,
  clock,
}: FewAtOnce): <Done>(work: () => Promise<Done>) => Promise<Done> {
  const waiting: Piece[] = []
  const counted = new Set<Piece>()
  let isTurnAsked = false
  let isPatient = false

  function next(): void {
    if (waiting.length === 0) return
    if (counted.size < most) askForTurn()
    else waitForSlow()
  }

  function askForTurn(): void {
    if (isTurnAsked) return
    isTurnAsked = true
    setImmediate(() => {
      isTurnAsked = false
      const piece = waiting.shift()
      if (piece !== undefined) counted.add(piece)
      piece?.begin()
      next()
    })
  }

  function waitForSlow(): void {
    if (isPatient) return
    isPatient = true
    const slow = [...counted]
    void clock.sleep(countedMs).then(() => {
      isPatient = false
      for (const piece of slow) counted.delete(piece)
      next()
    })
  }

  return async (work) => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const piece = { begin }
    waiting.push(piece)
    next()
    await begun
    try {
      return await work()
    } finally {
      counted.delete(piece)
      next()
    }
  }
}

type Piece = { begin(): void }
