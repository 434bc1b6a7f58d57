import { z } from 'zod'
import { subjectsSchema } from '../access/roles.ts'

/**
 * Who can approve a request, as far as Slack said. Leaves out guests and people who have left or belong to another
 * workspace.
 */
export const ableSchema = z.object({
  /** People and groups to name, without the requester. Those who can certainly approve come first. */
  subjects: subjectsSchema,
  /** How many people can certainly approve and have not done so yet. */
  count: z.number(),
  /** Whether Slack did not tell about everybody. */
  isUncertain: z.boolean(),
})
export type AbleApprovers = z.infer<typeof ableSchema>

type Needing = { terms: { needed: number }; votes: readonly unknown[] }

/** Whether too few people can approve a request, however long it waits. Pure. */
export function isStuck(request: Needing, able: AbleApprovers | undefined): able is AbleApprovers {
  return able !== undefined && !able.isUncertain && !isEnough(request, able)
}

/** Whether enough people can certainly approve a request, whatever Slack did not say. Pure. */
export function isEnough({ terms, votes }: Needing, { count }: Pick<AbleApprovers, 'count'>): boolean {
  return count >= terms.needed - votes.length
}
