import { z } from 'zod'
import { sampleSchema } from '../../migrations/figures/measure.ts'
import { listOf } from '../../migrations/list-of.ts'
import { migrationSchema } from '../../migrations/migration.ts'
import { troubleSchema } from '../../migrations/trouble.ts'
import { newsSchema } from '../records/news.ts'

/* Records of store version 1 that later versions do not have any more. */

/** The last sighting of one watch, with the card and the messages that were decided about it. */
export const sightingSchema = z.object({
  ...newsSchema.shape,
  watchId: z.string(),
  migration: migrationSchema.exactOptional(),
  movedAt: z.number(),
  stalledAt: z.number().exactOptional(),
  trouble: troubleSchema.exactOptional(),
  samples: listOf(sampleSchema).exactOptional(),
})
export type Sighting = z.infer<typeof sightingSchema>

/** How long an account was left alone after its cloud had refused the keys. */
export const quietTimeSchema = z.object({
  account: z.string(),
  connectedAt: z.number(),
  since: z.number(),
  durationMs: z.number(),
  refusals: z.number(),
})
export type QuietTime = z.infer<typeof quietTimeSchema>
