import { type Clock, steadyBeside } from '../../async/clock.ts'
import { createMemory } from '../../async/memory.ts'

/** Remembers which workspaces lack something new of Slack's, so that little is sent twice. */
export type Lacking = {
  isLacking(workspace: string, what: string): boolean
  note(workspace: string, what: string): void
}

/**
 * How long a workspace counts as one without it, in milliseconds. Slack brings new things to one workspace after the
 * other, so Ferry tries again after that.
 */
const rememberedMs = 60 * 60_000
const mostRemembered = 1000

export function createLacking(clock: Clock): Lacking {
  const lacked = createMemory<true>({ most: mostRemembered, now: steadyBeside(clock).now })
  return {
    isLacking: (workspace, what) => lacked.get(`${workspace} ${what}`, rememberedMs) === true,
    note: (workspace, what) => lacked.set(`${workspace} ${what}`, true),
  }
}
