import { type Clock, steadyBeside } from '../../async/clock.ts'
import { createFewAtOnce } from '../../async/few-at-once.ts'
import type { Log } from '../../log.ts'

/** Follows work that goes on after an acknowledgement, for which Bolt's own stop does not wait. */
export type Work = {
  /**
   * Runs a task to its end once it is its turn: what arrives meanwhile is acknowledged first. A failure is logged, never
   * thrown.
   */
  run(what: string, task: () => Promise<void>): Promise<void>
  /** The same without waiting for a turn, for a task that makes the acknowledgement itself. */
  runAtOnce(what: string, task: () => Promise<void>): Promise<void>
  /** The outcome, or `instead` once Ferry can't wait for it any longer. `what` names it in the log. */
  inTime<Outcome>(what: string, outcome: Promise<Outcome>, instead: () => Outcome): Promise<Outcome>
  /** Resolves when no work is left. People whose command takes too long are told so. */
  drain(): Promise<void>
}
export type WorkParts = { clock: Clock; log: Log<'error'> }

/** How long a stop waits for work, in milliseconds: shorter than a process has, so that people can still be told. */
const patienceMs = 12_000
const farewellMs = 3000

/**
 * How many answers are worked on while others wait, and how long each may keep them waiting, in milliseconds: one that
 * takes longer waits for a cloud itself.
 */
const turns = { most: 8, countedMs: 100 }

export function createWork({ clock, log }: WorkParts): Work {
  const running = new Set<Promise<void>>()
  const awaited = new Map<object, string>()
  const givingUp = new AbortController()
  const inTurn = createFewAtOnce({ ...turns, clock: steadyBeside(clock) })

  async function drainWithin(ms: number): Promise<void> {
    const over = new AbortController()
    const late = clock.sleep(ms, over.signal)
    let isLate = false
    while (running.size > 0 && !isLate) {
      isLate = await Promise.race([Promise.all(running).then(() => false), late.then(() => true)])
    }
    over.abort()
  }

  function runAtOnce(what: string, task: () => Promise<void>): Promise<void> {
    const work = task().catch((error: unknown) => log.error({ what, err: error }, 'A Slack listener failed'))
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  return {
    run: (what, task) => runAtOnce(what, () => inTurn(task)),
    runAtOnce,
    inTime(what, outcome, instead) {
      awaited.set(outcome, what)
      return firstOf(outcome, givingUp.signal, instead).finally(() => awaited.delete(outcome))
    },
    async drain() {
      await drainWithin(patienceMs)
      if (running.size === 0) return
      log.error({ left: [...awaited.values()] }, 'Stopping without the outcome of what is still in work')
      givingUp.abort()
      await drainWithin(farewellMs)
    },
  }
}

function firstOf<Outcome>(outcome: Promise<Outcome>, givingUp: AbortSignal, instead: () => Outcome): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(instead())
    if (givingUp.aborted) return giveUp()
    givingUp.addEventListener('abort', giveUp, { once: true })
    outcome.then(resolve, reject).finally(() => givingUp.removeEventListener('abort', giveUp))
  })
}
