import type { Subject } from '../access/roles.ts'

/** Who can approve a request, as far as Slack said: no guests, and nobody who has left or belongs elsewhere. */
export type AbleApprovers = {
  /** Whom to name, never whoever asked: those who certainly can come first. */
  subjects: readonly Subject[]
  /** How many people certainly can, who have not approved it yet. */
  count: number
  /** Slack did not say it of everybody. */
  isUncertain: boolean
}

/** Whether too few can approve it, however long it waits. Pure. */
export function isStuck(
  { terms, votes }: { terms: { needed: number }; votes: readonly unknown[] },
  able: AbleApprovers | undefined,
): able is AbleApprovers {
  return able !== undefined && !able.isUncertain && able.count < terms.needed - votes.length
}
