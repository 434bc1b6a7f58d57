import { z } from 'zod'

/** An admin wants the damaged record of a channel to be begun anew. Kept until the leader of the workspace has done it. */
export const repairSchema = z.object({
  channel: z.string(),
  /** Slack user id. */
  by: z.string(),
  at: z.number(),
})
export type Repair = z.infer<typeof repairSchema>
