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
    if (accounts.every((account) => looks[account] !== before[account])) return true
    await clock.sleep(everyMs)
  }
  return false
}
