import { z } from 'zod'
import { subjectsSchema } from '../access/roles.ts'

/** Who can approve a request, as far as Slack said: no guests, and nobody who has left or belongs elsewhere. */
export const ableSchema = z.object({
  /** Whom to name, never whoever asked: those who certainly can come first. */
  subjects: subjectsSchema,
  /** How many people certainly can, who have not approved it yet. */
  count: z.number(),
  /** Slack did not say it of everybody. */
  isUncertain: z.boolean(),
})
export type AbleApprovers = z.infer<typeof ableSchema>

type Needing = { terms: { needed: number }; votes: readonly unknown[] }

/** Whether too few can approve it, however long it waits. Pure. */
export function isStuck(request: Needing, able: AbleApprovers | undefined): able is AbleApprovers {
  return able !== undefined && !able.isUncertain && !isEnough(request, able)
}

/** Whether it can be approved for certain, whatever Slack did not say. Pure. */
export function isEnough({ terms, votes }: Needing, { count }: Pick<AbleApprovers, 'count'>): boolean {
  return count >= terms.needed - votes.length
}
