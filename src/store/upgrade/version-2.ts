import { z } from 'zod'
import { outboxEntrySchema } from '../records/news.ts'

/* Records of store version 2 that later versions do not have any more. */

/** Receipt of messages that Slack had accepted of a watch, a request or a notice about an account. */
export const receiptSchema = z.object({
  /** Id of the watch, the request or the notice. */
  watchId: z.string(),
  cardTs: z.string().exactOptional(),
  cardHash: z.string().exactOptional(),
  deliveredSeq: z.number(),
  deliveredAt: z.number().exactOptional(),
  carried: z.array(outboxEntrySchema).exactOptional(),
  textOnly: z.string().exactOptional(),
  handedTo: z.string().exactOptional(),
  begun: z.object({ deliveryKey: z.string(), at: z.number() }).exactOptional(),
  broken: z
    .object({ reason: z.string(), since: z.number(), triedAt: z.number(), wasOwnerTold: z.boolean() })
    .exactOptional(),
})
export type Receipt = z.infer<typeof receiptSchema>
