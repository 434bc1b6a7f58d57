import { z } from 'zod'
import { subjectsSchema } from '../../access/roles.ts'
import { troubleSchema } from '../../migrations/trouble.ts'

const noticeEventSchema = z.object({
  seq: z.number(),
  at: z.number(),
  type: z.enum(['changed', 'healed']),
  /** The trouble as it was then. */
  trouble: troubleSchema,
})

/**
 * Notice in channels about an account whose migrations Ferry cannot follow. Posted once in each channel, and
 * brought up to date there.
 */
const noticeSchema = z.object({
  /** When it was decided, in epoch milliseconds. Tells one notice about an account from the next. */
  createdAt: z.number(),
  /** Number of watches that were not followed, by channel. */
  blind: z.record(z.string(), z.number()),
  trouble: troubleSchema,
  /** Slack user id of the person who connected the account. */
  owner: z.string().exactOptional(),
  /** The owners of the account, whom the notice calls in the first of the channels. */
  called: subjectsSchema.exactOptional(),
  healedAt: z.number().exactOptional(),
  events: z.array(noticeEventSchema),
})
export type Notice = z.infer<typeof noticeSchema>

/**
 * How an account's cloud answers, for all replicas. Absent while all is well. Written when something of meaning
 * changes, not at each failure.
 */
export const healthSchema = z.object({
  account: z.string(),
  /** `createdAt` of the account whose keys were refused. An account that was connected again is tried at once. */
  connectedAt: z.number(),
  trouble: troubleSchema.exactOptional(),
  /** Number of refusals in a row, which decide how long Ferry leaves the account alone. */
  refusals: z.number(),
  /** When Ferry asks the cloud again by itself, in epoch milliseconds. */
  askAgainAt: z.number().exactOptional(),
  notice: noticeSchema.exactOptional(),
})
export type AccountHealth = z.infer<typeof healthSchema>
