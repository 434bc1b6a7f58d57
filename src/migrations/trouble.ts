import { z } from 'zod'

/** A cloud's own words about a call that failed: each on one line, short, and without secrets. */
const cloudWordsSchema = z.object({
  code: z.string().exactOptional(),
  message: z.string().exactOptional(),
  /** The part of the call that the message is about, such as the parameter that was refused and why. */
  detail: z.string().exactOptional(),
  /** The cloud's own id of the call, by which its support finds it. */
  requestId: z.string().exactOptional(),
})
export type CloudWords = z.infer<typeof cloudWordsSchema>

/** Why something can't be read, in words for people. `next` is empty if nobody can do anything. */
export const troubleSchema = z.object({
  code: z.string(),
  what: z.string(),
  next: z.string(),
  /** When it began, in epoch milliseconds. */
  since: z.number(),
  /** Number of failures in a row. */
  failures: z.number(),
  cloud: cloudWordsSchema.exactOptional(),
})
export type Trouble = z.infer<typeof troubleSchema>
