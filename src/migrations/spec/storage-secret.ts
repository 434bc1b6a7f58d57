import { z } from 'zod'

/** Secrets that open a source or destination bucket: a key pair, a JSON key file or a connection string. */
export const storageSecretSchema = z.object({
  accessKey: z.string().exactOptional(),
  secretKey: z.string().exactOptional(),
  /** Session token of temporary keys. */
  sessionToken: z.string().exactOptional(),
  /** JSON key file of Google Cloud Storage. */
  jsonKeyFile: z.string().exactOptional(),
  /** Connection string of Azure. */
  connectionString: z.string().exactOptional(),
  /** Key of a content delivery network through which the source is read. */
  cdnKey: z.string().exactOptional(),
})
export type StorageSecret = z.infer<typeof storageSecretSchema>
