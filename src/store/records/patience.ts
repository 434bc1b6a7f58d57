import { z } from 'zod'
import { listOf } from '../../migrations/list-of.ts'
import { isTimeZone, weekdays } from '../../text/calendar.ts'

/** A time of day, such as 22:00. */
const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** A time zone by its IANA name, such as Europe/Berlin: that of the person who set the time. */
const timeZoneSchema = z.string().refine(isTimeZone)

/** Who set something: their Slack user id, and the time in epoch milliseconds. */
const setShape = { by: z.string(), at: z.number() }

/** Nothing is said between these times of every day. */
export const quietHoursSchema = z.object({ ...setShape, from: timeSchema, to: timeSchema, timeZone: timeZoneSchema })
export type QuietHours = z.infer<typeof quietHoursSchema>

/** Everything is said at once, at this time of every day or of one day of the week. */
export const digestSchema = z.object({
  ...setShape,
  time: timeSchema,
  /** The day of a weekly digest. Absent: every day. */
  on: z.enum(weekdays).exactOptional(),
  timeZone: timeZoneSchema,
})
export type Digest = z.infer<typeof digestSchema>

/** Nothing is said of a migration, of an account or, without either, of anything until a time in epoch milliseconds. */
const muteSchema = z.object({
  ...setShape,
  account: z.string().exactOptional(),
  migrationId: z.string().exactOptional(),
  until: z.number(),
})
export type Mute = z.infer<typeof muteSchema>

/** When a channel or a person may be disturbed. What is held back meanwhile is told afterwards. Commands write it. */
export const patienceSchema = z.object({
  /** Id of the channel or, for what Ferry tells somebody in private, of the person. */
  of: z.string(),
  quietHours: quietHoursSchema.exactOptional(),
  digest: digestSchema.exactOptional(),
  mutes: listOf(muteSchema).exactOptional(),
  /** After how long others are called about what nobody takes care of, in milliseconds. A channel's alone. */
  escalation: z.object({ ...setShape, afterMs: z.number() }).exactOptional(),
})
export type Patience = z.infer<typeof patienceSchema>
