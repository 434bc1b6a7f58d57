import type { Looks } from '../../fleet/workspace-fleet.ts'
import type { Tools } from '../machine/command.ts'

/** How often, and how many times, Ferry asks whether a look is over. Together they are as long as people wait. */
const everyMs = 200
const mostAsked = 50

/**
 * Has all that moves in these accounts read, and waits until that is done, at most ten seconds. False if it may not be
 * done: nobody leads the workspace, or the clouds are slow.
 */
export async function lookAround(
  accounts: readonly string[],
  { fleet, lookAround: look, clock }: Pick<Tools, 'fleet' | 'lookAround' | 'clock'>,
): Promise<boolean> {
  const before = await fleet.looks()
  look(accounts)
  if (before === undefined) return false
  for (let asked = 0; asked < mostAsked; asked += 1) {
    const looks = await fleet.looks()
    if (looks === undefined) return false
    if (accounts.every((account) => isOver(looks[account], before[account]))) return true
    await clock.sleep(everyMs)
  }
  return false
}

/** Whether a look is over that began after the earlier answer. Another leader has begun to count anew. */
function isOver(now: Looks | undefined, before: Looks = { ended: 0, isLooking: false }): boolean {
  if (now === undefined) return false
  return now.ended < before.ended || now.ended > before.ended + (before.isLooking ? 1 : 0)
}
