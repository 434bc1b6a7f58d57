import { z } from 'zod'
import { kinds } from '../../migrations/migration.ts'

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
  /** Project that the account opened when the watch was made. Absent in watches of older versions. */
  identity: z.string().exactOptional(),
  /** Whether encryption at the destination was requested, so that people are told if the cloud does not confirm it. */
  encrypts: z.boolean().exactOptional(),
})
export type Watch = z.infer<typeof watchSchema>
