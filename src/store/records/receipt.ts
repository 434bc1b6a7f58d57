import { z } from 'zod'
import { outboxEntrySchema } from './news.ts'

/** What Slack has accepted of a watch or request. */
export const receiptSchema = z.object({
  /** Id of the watch, or of the request. */
  watchId: z.string(),
  /** Slack's message handle of the live card. */
  cardTs: z.string().exactOptional(),
  cardHash: z.string().exactOptional(),
  deliveredSeq: z.number(),
  deliveredAt: z.number().exactOptional(),
  /** What an older version had decided to say and Slack had not accepted yet, with its delivery keys. */
  carried: z.array(outboxEntrySchema).exactOptional(),
  /** Delivery key of a message, or hash of a card, whose blocks Slack can't show: only its text is sent. */
  textOnly: z.string().exactOptional(),
  /** Id of the watch that took over this card. Noted before that watch draws it; this record never does again. */
  handedTo: z.string().exactOptional(),
  /**
   * The post that was begun, noted before Slack is asked. If it is here after a crash or a lost answer, the post must
   * be looked up before it is sent again.
   */
  begun: z.object({ deliveryKey: z.string(), at: z.number() }).exactOptional(),
  /** Why Slack refuses until somebody acts. Nothing is deleted, and delivery tries again now and then. */
  broken: z
    .object({ reason: z.string(), since: z.number(), triedAt: z.number(), wasOwnerTold: z.boolean() })
    .exactOptional(),
})
export type Receipt = z.infer<typeof receiptSchema>
