import { z } from 'zod'

/** Who caused an event: a person by their Slack user id, or somebody who did not use Ferry. */
export const actorSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), user: z.string() }),
  z.object({ type: z.literal('elsewhere') }),
])
export type Actor = z.infer<typeof actorSchema>
