export type AcceptanceLog = Record<'info' | 'warn', (details: object, message: string) => void>

/**
 * Logs once that a receiver outside of Ferry does not accept any more, and once that it accepts again. `problem` is
 * undefined if it accepted, and otherwise holds the details of the warning.
 */
export function createAcceptance(log: AcceptanceLog, { refused, accepted }: { refused: string; accepted: string }) {
  let isRefused = false
  return {
    note(problem: object | undefined): void {
      if (problem !== undefined && !isRefused) log.warn(problem, refused)
      if (problem === undefined && isRefused) log.info({}, accepted)
      isRefused = problem !== undefined
    },
  }
}
