import { z } from 'zod'
import { ways } from '../../access/owners.ts'
import { kinds, states } from '../../migrations/migration.ts'
import { isTimeZone } from '../../text/calendar.ts'

/** An act of a person on a watch: their Slack user id, and the time in epoch milliseconds. */
const actSchema = z.object({ by: z.string(), at: z.number() })

/** By when somebody wants a migration to be done. */
export const deadlineSchema = z.object({
  ...actSchema.shape,
  /** In epoch milliseconds. */
  due: z.number(),
  /** The time zone of the person who set it, by its IANA name. */
  timeZone: z.string().refine(isTimeZone),
})
export type Deadline = z.infer<typeof deadlineSchema>

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
  /**
   * State in which the person saw the migration who made the watch or took it up again. The channel hears of an end
   * that came after that, even if Ferry first reads the migration when it is over. Absent in watches of older versions.
   */
  seen: z.enum(states).exactOptional(),
  /** Id of the request that became this migration. This watch takes over its card. */
  takesOver: z.string().exactOptional(),
  /** Project that the account opened when the watch was made. Absent in watches of older versions. */
  identity: z.string().exactOptional(),
  /** Whether encryption at the destination was requested, so that people are told if the cloud does not confirm it. */
  encrypts: z.boolean().exactOptional(),
  /**
   * Who requested the migration and who approved that. Absent if nobody requested it in Ferry, and in older watches.
   */
  requested: z.object({ by: z.string(), approvedBy: z.array(z.string()).readonly() }).exactOptional(),
  /** Who ended the watch, and when. Its card says so, and offers to take it up again. */
  ended: actSchema.exactOptional(),
  /**
   * When the cloud was found not to have the migration any more, in epoch milliseconds. The watch rests until the cloud
   * lists the migration again, and is forgotten after some days.
   */
  goneAt: z.number().exactOptional(),
  /** How people are called about it. With a mention, if absent. */
  calling: z.enum(ways).exactOptional(),
  /** By when somebody in the channel wants it to be done. */
  deadline: deadlineSchema.exactOptional(),
  /** Who took up an ended watch again, and when. */
  resumed: actSchema.exactOptional(),
  /**
   * Whether the leader made it for subscriptions of the channel, which say what it hears. Absent if somebody asked for
   * it.
   */
  isOfSet: z.literal(true).exactOptional(),
})
export type Watch = z.infer<typeof watchSchema>
