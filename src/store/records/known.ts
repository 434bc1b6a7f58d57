import { z } from 'zod'
import { actorSchema } from '../../migrations/actor.ts'
import { sampleSchema } from '../../migrations/figures/measure.ts'
import { listOf } from '../../migrations/list-of.ts'
import { migrationSchema, progressSchema, states } from '../../migrations/migration.ts'
import { deadlineSchema } from './watch.ts'

/** Details of an event of a migration, by type. */
const detailsSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('renamed'), from: z.string(), to: z.string() }),
  z.object({
    type: z.literal('state'),
    from: z.enum(states),
    to: z.enum(states),
    /** Deadlines of which nobody knows whether an end met them, and when the migration was last read before it. */
    unsure: z.object({ lastReadAt: z.number(), deadlines: listOf(deadlineSchema) }).exactOptional(),
  }),
  z.object({ type: z.literal('counted') }),
  z.object({ type: z.literal('objects-failing'), failed: z.number() }),
  z.object({ type: z.literal('stalled'), movedAt: z.number() }),
  /**
   * An older version told the end as a success, although objects were not migrated. `told`: number up to which a
   * channel has heard those words.
   */
  z.object({ type: z.literal('corrected'), told: z.number() }),
  /** At its pace, the migration will miss a deadline. `expectedAt`: when it would be done, in epoch milliseconds. */
  z.object({ type: z.literal('behind'), deadline: deadlineSchema, expectedAt: z.number() }),
  /** A deadline has passed, and the migration is not done. */
  z.object({ type: z.literal('late'), deadline: deadlineSchema }),
  /** The cloud does not find the migration any more, some time after its end. */
  z.object({ type: z.literal('unlisted') }),
])
export type EventDetails = z.infer<typeof detailsSchema>

/** Something that happened to a migration. Kept until every channel that follows the migration has been told. */
const eventSchema = z.object({
  /**
   * Number of the event. Grows with every event of the migration and is never below the time in epoch milliseconds, so
   * a watch compares it with the time when it was made.
   */
  seq: z.number(),
  at: z.number(),
  details: detailsSchema,
  /** Absent if nobody caused it, or it is not known who did. */
  actor: actorSchema.exactOptional(),
  /** The migration as it was then. */
  migration: migrationSchema,
})
export type Event = z.infer<typeof eventSchema>

/**
 * Ferry's knowledge of one migration that an account's cloud lists, followed or not. Written when something of meaning
 * changes, together with the events that follow from the change. Figures alone do not count.
 */
export const knownSchema = z.object({
  /** The project that the migration is in, as `projectOf` tells it. */
  identity: z.string(),
  /** The project apart from its access key, by `siteOf`. Absent in records of older versions. */
  site: z.string().exactOptional(),
  migration: migrationSchema,
  /** When Ferry first saw the migration, in epoch milliseconds. */
  firstSeenAt: z.number(),
  /** When figures or state last changed, in epoch milliseconds. */
  movedAt: z.number(),
  /** When Ferry reported that nothing moves, in epoch milliseconds. Removed when the migration moves again. */
  stalledAt: z.number().exactOptional(),
  /**
   * Deadlines of channels that follow the migration, of which Ferry reported that it will miss them, or has missed
   * them. Times are in epoch milliseconds.
   */
  late: listOf(z.object({ due: z.number(), at: z.number(), isMissed: z.boolean() })).exactOptional(),
  /** Whether an older version misunderstood the figures. Removed when the migration is read again. */
  isMisread: z.literal(true).exactOptional(),
  /** When the cloud was found not to list it any more, after its end. Removed when the cloud lists it again. */
  unlistedAt: z.number().exactOptional(),
  /** Events that some channel has not been told yet, oldest first. */
  events: z.array(eventSchema),
  /** Number of the last event. 0 if there was none. */
  lastSeq: z.number(),
  /** Number of the last audit entry that named the actor of an event. An act causes one event. */
  lastAct: z.number().exactOptional(),
})
export type KnownRecord = z.infer<typeof knownSchema>

/** The figures of one migration, which change at almost every reading. */
const figuresSchema = z.object({
  progress: progressSchema,
  speedBytesPerSecond: z.number().exactOptional(),
  elapsedMs: z.number().exactOptional(),
  remainingMs: z.number().exactOptional(),
  readAt: z.number(),
})

/**
 * Figures of an account's moving migrations, written every few minutes. After a restart they tell what moves and how
 * fast, and what was last read if the cloud does not answer.
 */
export const checkpointSchema = z.object({
  account: z.string(),
  identity: z.string(),
  savedAt: z.number(),
  /**
   * That the account was listed to its end, and whether the cloud may have left out some. In the first record alone.
   */
  listed: z.object({ isCut: z.boolean() }).exactOptional(),
  rows: z.array(
    z.object({
      id: z.string(),
      movedAt: z.number(),
      figures: figuresSchema,
      /** How much had arrived at which time, oldest first, for measuring the speed. */
      samples: listOf(sampleSchema),
    }),
  ),
})
export type Checkpoint = z.infer<typeof checkpointSchema>
