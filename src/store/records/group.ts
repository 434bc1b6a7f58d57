import { z } from 'zod'
import { responderSchema } from '../../access/owners.ts'
import { subjectSchema } from '../../access/roles.ts'
import { actorSchema } from '../../migrations/actor.ts'
import { listOf } from '../../migrations/list-of.ts'
import { failureSchema, notMigratedSchema, states } from '../../migrations/migration.ts'

/** One event of a group: what happened to which migration. */
const memberSchema = z.object({
  watchId: z.string(),
  /** Number of the event. */
  seq: z.number(),
  /** When it happened, in epoch milliseconds. */
  at: z.number(),
  account: z.string(),
  migrationId: z.string(),
  /** Buckets, or clouds where no bucket is known, as a title names them. */
  from: z.string(),
  to: z.string(),
  /** State of the migration then. */
  state: z.enum(states),
  /** Objects and bytes that were not migrated at the end, although the cloud called the migration done. */
  missed: notMigratedSchema.exactOptional(),
  actor: actorSchema.exactOptional(),
  /** Why it failed, in a few words, and how many bytes had arrived, for a message about events of many causes. */
  reason: z.string().exactOptional(),
  bytes: z.number().exactOptional(),
  /** Whether it was told in a message of its own. The group's thread does not list it. */
  isAlone: z.literal(true).exactOptional(),
  /** Whose turn it is, and whether its message calls them. Absent where nobody is called, and in older groups. */
  responders: listOf(responderSchema).exactOptional(),
})
export type Member = z.infer<typeof memberSchema>

/**
 * Events with one cause that a channel hears of together. Written by the workspace's leader only, before anything about
 * them is sent.
 */
export const groupSchema = z.object({
  id: z.string(),
  channel: z.string(),
  /** The cause that its events share, such as the code of a failure. */
  cause: z.string(),
  /** The cloud's record of the failure. */
  failure: failureSchema.exactOptional(),
  openedAt: z.number(),
  /** How many migrations of the channel ran then, and how many of these made no progress, for a digest. */
  standing: z.object({ running: z.number(), stalled: z.number(), late: z.number().exactOptional() }).exactOptional(),
  /** Oldest first; those that were told alone come before the others. */
  members: z.array(memberSchema),
  /** How many members it had each time when the channel was told that it has grown, in a message of its own. */
  passed: listOf(z.number()).exactOptional(),
  /** When nobody had taken care of its members for so long that others were called: since when, and whom. */
  escalated: z.object({ at: z.number(), since: z.number(), to: listOf(subjectSchema) }).exactOptional(),
  /** Whom the messages about these sizes call. */
  passedResponders: listOf(z.object({ size: z.number(), responders: listOf(responderSchema) })).exactOptional(),
})
export type Group = z.infer<typeof groupSchema>
