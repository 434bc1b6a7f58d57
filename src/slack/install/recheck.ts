import type { Clock } from '../../async/clock.ts'

/** When Slack is asked again about a token that does not work. Remembers it for this process only. */
export type Recheck = {
  /** A signed request came from a workspace. Asks Slack at once about a token that does not work. */
  requested(workspace: string): void
  /** How long Slack is left alone after the background asked about a refused token, in milliseconds. */
  pauseMs(workspace: string): number
  /** Ferry works in the workspace, or does not. The pauses begin anew with each refusal. */
  note(workspace: string, isWorking: boolean): void
}

export type RecheckParts = {
  /** Measures spans. */
  time: Clock
  isServed(workspace: string): boolean
  verify(workspace: string): Promise<void>
}

/** Shortest time between two questions that requests of one workspace cause, in milliseconds. */
const requestPauseMs = 5000
const firstPauseMs = 30_000
const longestPauseMs = 600_000

export function createRecheck({ time, isServed, verify }: RecheckParts): Recheck {
  const requestedAt = new Map<string, number>()
  const refusedAt = new Map<string, number>()
  return {
    requested(workspace) {
      const now = time.now()
      if (isServed(workspace) || now - (requestedAt.get(workspace) ?? -requestPauseMs) < requestPauseMs) return
      requestedAt.set(workspace, now)
      void verify(workspace)
    },
    // A question at the end of each such pause makes the next pause twice as long.
    pauseMs: (workspace) =>
      Math.min(longestPauseMs, firstPauseMs + time.now() - (refusedAt.get(workspace) ?? time.now())),
    note(workspace, isWorking) {
      if (isWorking) refusedAt.delete(workspace)
      else if (!refusedAt.has(workspace)) refusedAt.set(workspace, time.now())
    },
  }
}
