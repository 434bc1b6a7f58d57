import { z } from 'zod'

/** Somebody takes care of a migration that has failed or stands still. Commands write it. */
export const ackSchema = z.object({
  account: z.string(),
  migrationId: z.string(),
  /** Slack user id of the person who takes care of it. */
  holder: z.string(),
  /** Slack user id of the person who said so: somebody else if it was handed on. */
  by: z.string(),
  /** In epoch milliseconds. What happens to the migration later is not covered. */
  at: z.number(),
})
export type Ack = z.infer<typeof ackSchema>
