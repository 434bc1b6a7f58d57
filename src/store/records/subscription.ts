import { z } from 'zod'
import { ways } from '../../access/owners.ts'
import { hearings, scopeSchema, showings } from '../../migrations/set.ts'

/** A channel that follows a set of migrations. The leader makes a watch for each migration of the set. */
export const subscriptionSchema = z.object({
  id: z.string(),
  channel: z.string(),
  of: scopeSchema,
  hears: z.enum(hearings),
  shows: z.enum(showings),
  /** How people are called about what the channel hears. With a mention, if absent. */
  calling: z.enum(ways).exactOptional(),
  /** Slack user id. */
  createdBy: z.string(),
  /** In epoch milliseconds. What happened before is not told. */
  createdAt: z.number(),
  /** Who ended it, and when. It is forgotten after some days, and can be taken up again until then. */
  ended: z.object({ by: z.string(), at: z.number() }).exactOptional(),
})
export type SubscriptionRecord = z.infer<typeof subscriptionSchema>
