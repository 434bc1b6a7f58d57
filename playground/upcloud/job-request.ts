import { z } from 'zod'

const text = z.string().min(1)

/** Only the prefixes are documented as optional; lengths and patterns are not documented at all. */
export const jobRequestSchema = z.object({
  name: text,
  type: z.literal('data-migration'),
  source: z.object({
    /** A URL by its description, a bare host by its example. */
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
