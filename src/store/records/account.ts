import { z } from 'zod'
import { providerNames } from '../../migrations/migration.ts'
import { storageSecretSchema } from '../../migrations/spec/storage-secret.ts'

export const accountSchema = z.object({
  name: z.string(),
  provider: z.enum(providerNames),
  credentials: z.record(z.string(), z.string()).readonly(),
  /** Facts of the account that may be shown. */
  facts: z.record(z.string(), z.string()).readonly(),
  /** Slack user id of the person who connected the account. */
  createdBy: z.string(),
  createdAt: z.number(),
})
export type Account = z.infer<typeof accountSchema>

export const storageKeySchema = z.object({
  name: z.string(),
  secret: storageSecretSchema,
  createdBy: z.string(),
  createdAt: z.number(),
})
export type StorageKey = z.infer<typeof storageKeySchema>

/** The names of the storage keys that last opened a bucket. */
export const keyUseSchema = z.object({
  bucket: z.string(),
  sourceKey: z.string().exactOptional(),
  targetKey: z.string().exactOptional(),
  usedAt: z.number(),
})
export type KeyUse = z.infer<typeof keyUseSchema>
