import { z } from 'zod'

/** What UpCloud may be asked to do, checked before it is sent. Fields by their names in the document. */
export type JobOrder = z.input<typeof jobOrder>

/** A UUID, as far as is known; anything that cannot leave its place in a path is good enough to ask for. */
export const jobId = z.string().regex(/^[\w-]{1,64}$/, 'A job id is a UUID')

export const longestName = 255
export const longestKey = 1024
export const longestPrefix = 1024

const name = z.string().min(1).max(longestName)
const key = z.string().min(1).max(longestKey)
const prefix = z.string().max(longestPrefix)

/** The document calls it a URL and shows a bare host: both are let through. */
export const endpoint = z
  .string()
  .regex(/^(https?:\/\/)?[\w.-]+(:\d+)?\/?$/i, 'An endpoint looks like s3.amazonaws.com')

export const bucketName = z
  .string()
  .regex(/^[\w.-]{1,254}$/, 'A bucket name has letters, digits, dots, hyphens and underscores only')

const source = z.strictObject({
  endpoint,
  region: name,
  bucket: name,
  access_key_id: key,
  secret_access_key: key,
  prefix: prefix.optional(),
})

/** The bucket must be one of the service's own. */
const target = z.strictObject({ bucket: bucketName, prefix: prefix.optional() })

export const jobOrder = z.strictObject({ name, type: z.literal('data-migration'), source, target })
