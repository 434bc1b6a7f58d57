import { z } from 'zod'

/** Why something can't be read, in words for people. `next` is empty if nobody can do anything. */
export const troubleSchema = z.object({
  code: z.string(),
  what: z.string(),
  next: z.string(),
  /** When it began, in epoch milliseconds. */
  since: z.number(),
  /** Number of failures in a row. */
  failures: z.number(),
})
export type Trouble = z.infer<typeof troubleSchema>
