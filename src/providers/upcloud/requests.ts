import { z } from 'zod'
import { neededText, textUpTo } from '../texts.ts'

/** Orders to UpCloud, checked before they are sent. Fields have their names in the document. */
export type JobOrder = z.input<typeof jobOrder>

/** Id of a job. It is a UUID, as far as is known; any text that cannot leave its place in a path may be asked for. */
export const jobId = z.string().regex(/^[\w-]{1,64}$/, 'A job id is a UUID')

export const longestName = 255

const name = neededText(longestName)
const key = z.string().min(1, 'A key pair is required.').max(1024, 'This is too long to be a key.')
const prefix = textUpTo(1024)

/** The source's endpoint. The document calls it a URL and shows a bare host, so both are accepted. */
export const endpoint = z.string().regex(/^(https?:\/\/)?[\w.-]+(:\d+)?\/?$/i, 'Type it like s3.amazonaws.com.')

export const bucketName = z
  .string()
  .regex(/^[\w.-]{1,254}$/, 'A bucket name has letters, digits, dots, hyphens and underscores only.')

const source = z.strictObject({
  endpoint,
  region: name,
  bucket: name,
  access_key_id: key,
  secret_access_key: key,
  prefix: prefix.optional(),
})

/** The destination of a job. The bucket must be one of the service's own. */
const target = z.strictObject({ bucket: bucketName, prefix: prefix.optional() })

export const jobOrder = z.strictObject({ name, type: z.literal('data-migration'), source, target })
