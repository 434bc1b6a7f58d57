import { z } from 'zod'
import { listOf } from '../../migrations/list-of.ts'
import { sampleSchema } from '../../migrations/measure.ts'
import { kinds, migrationSchema } from '../../migrations/migration.ts'
import { newsSchema } from './news.ts'

/** A channel that follows a migration. */
export const watchSchema = z.object({
  /** Id of the watch: `account/migrationId@channel` when it was made. It stays when the migration gets another id. */
  id: z.string(),
  account: z.string(),
  kind: z.enum(kinds),
  migrationId: z.string(),
  /** The other id of a migration that is being renamed. The migration may be found under either id. */
  nextMigrationId: z.string().exactOptional(),
  channel: z.string(),
  createdBy: z.string(),
  createdAt: z.number(),
  /** Id of the request that became this migration. This watch takes over its card. */
  takesOver: z.string().exactOptional(),
  /** Whether encryption at the destination was requested, so that people are told if the cloud does not confirm it. */
  encrypts: z.boolean().exactOptional(),
})
export type Watch = z.infer<typeof watchSchema>

/** Why a migration's figures can't be refreshed. */
const troubleSchema = z.object({
  code: z.string(),
  what: z.string(),
  next: z.string(),
  since: z.number(),
  failures: z.number(),
})
export type Trouble = z.infer<typeof troubleSchema>

/**
 * What the poller last saw of a watch, together with everything that it decided to post about it: state and outbox are
 * one record, so that one write stores both.
 */
export const sightingSchema = z.object({
  ...newsSchema.shape,
  watchId: z.string(),
  /** The migration as last read. Absent until the first successful reading. */
  migration: migrationSchema.exactOptional(),
  /** When figures or state last changed, in epoch milliseconds. */
  movedAt: z.number(),
  /** When it was last reported that nothing moves, in epoch milliseconds. Removed when the migration moves again. */
  stalledAt: z.number().exactOptional(),
  trouble: troubleSchema.exactOptional(),
  /** How much had arrived at which time, oldest first, for measuring the speed. */
  samples: listOf(sampleSchema).exactOptional(),
})
export type Sighting = z.infer<typeof sightingSchema>

/** A pause in which all replicas leave an account alone, after the cloud refused its keys or was asked too often. */
export const quietTimeSchema = z.object({
  account: z.string(),
  /** `createdAt` of the account whose keys were refused. An account with other keys is tried at once. */
  connectedAt: z.number(),
  since: z.number(),
  durationMs: z.number(),
  /** Number of refusals in a row. */
  refusals: z.number(),
})
export type QuietTime = z.infer<typeof quietTimeSchema>

/**
 * How long a quiet time is remembered after the last refusal, in milliseconds. A later refusal counts as the first
 * again.
 */
export const quietTimeLifetimeMs = 24 * 3_600_000
