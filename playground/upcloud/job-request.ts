import { z } from 'zod'

const text = z.string().min(1)

/** The body of a creation. Only the prefixes are documented as optional; lengths and patterns are not documented. */
export const jobRequestSchema = z.object({
  name: text,
  type: z.literal('data-migration'),
  source: z.object({
    /** An endpoint: a URL according to its description, a plain host according to its example. */
    endpoint: text,
    region: text,
    bucket: text,
    access_key_id: text,
    secret_access_key: text,
    prefix: z.string().optional(),
  }),
  target: z.object({ bucket: text, prefix: z.string().optional() }),
})

export type JobRequest = z.output<typeof jobRequestSchema>
