import { z } from 'zod'
import { digestSchema, quietHoursSchema } from '../records/patience.ts'
import { watchSchema as laterSchema } from '../records/watch.ts'

/** A watch of store version 3, which held its channel's patience. */
export const watchSchema = z.object({
  ...laterSchema.shape,
  mutedUntil: z.number().exactOptional(),
  quietHours: quietHoursSchema.pick({ from: true, to: true, timeZone: true }).exactOptional(),
  digest: z.object({ at: digestSchema.shape.time, timeZone: digestSchema.shape.timeZone }).exactOptional(),
})
export type ImpatientWatch = z.infer<typeof watchSchema>
