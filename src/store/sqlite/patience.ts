import { setTimeout as pause } from 'node:timers/promises'
import { isLocked, sqliteProblem } from './problems.ts'

/**
 * Tries again while another program has locked the file, until `patienceMs` is over. Other work goes on meanwhile.
 * Writers don't block readers, but a lock on the whole file does. Throws store_unavailable and nothing else.
 */
export async function insist<Result>(run: () => Result, patienceMs: number): Promise<Result> {
  const deadline = performance.now() + patienceMs
  for (let refusals = 0; ; refusals += 1) {
    try {
      return run()
    } catch (error) {
      if (!isLocked(error) || performance.now() > deadline) throw sqliteProblem(error)
      await pause(pauseAfter(refusals))
    }
  }
}

/**
 * Pause in milliseconds before the next attempt. Short at first, because most programs need the file for a moment
 * only. Uneven, so that two of them do not keep step.
 */
export function pauseAfter(refusals: number): number {
  return Math.min(2 ** refusals, longestPauseMs) * (0.5 + Math.random())
}

const longestPauseMs = 32
