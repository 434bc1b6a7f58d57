import type { Log } from '../log.ts'

/**
 * Logs once that a receiver outside of Ferry does not accept any more, and once that it accepts again. `problem` is
 * undefined if it accepted, and otherwise holds the details of the warning.
 */
export function createAcceptance(
  log: Log<'info' | 'warn'>,
  { refused, accepted }: { refused: string; accepted: string },
) {
  let isRefused = false
  return {
    note(problem: object | undefined): void {
      if (problem !== undefined && !isRefused) log.warn(problem, refused)
      if (problem === undefined && isRefused) log.info({}, accepted)
      isRefused = problem !== undefined
    },
  }
}
