import { z } from 'zod'
import { markedName } from '../../creation/token.ts'
import type { CreateOrder } from '../../provider.ts'
import { wireFields } from '../../wire/fields.ts'
import { neededText, textUpTo } from '../../wire/texts.ts'

/** Id of a job. It is a UUID, as far as is known; any text that cannot leave its place in a path may be asked for. */
export const jobId = z.string().regex(/^[\w-]{1,64}$/, 'A job id is a UUID')

/** Id of a service as a part of a path, whatever it is made of. */
export const serviceId = z.string().transform(encodeURIComponent)

/** How many rows of a list to skip and to read. */
export const window = z.strictObject({ limit: z.int().optional(), offset: z.int().optional() })

export const longestName = 255

const name = neededText(longestName)
const key = z.string().min(1, 'A key pair is required.').max(1024, 'This is too long to be a key.')
const prefix = textUpTo(1024)

/** The source's endpoint. The document calls it a URL and shows a bare host, so both are accepted. */
const endpoint = z.string().regex(/^(https?:\/\/)?[\w.-]+(:\d+)?\/?$/i, 'Type it like s3.amazonaws.com.')

const bucketName = z
  .string()
  .regex(/^[\w.-]{1,254}$/, 'A bucket name has letters, digits, dots, hyphens and underscores only.')

const { field, part, order } = wireFields<CreateOrder>()

const source = {
  endpoint: field('source.endpoint', endpoint, ({ spec }) => spec.source.endpoint ?? ''),
  region: field('source.region', name, ({ spec }) => spec.source.region ?? ''),
  bucket: field('source.bucket', name, ({ spec }) => spec.source.bucket ?? ''),
  access_key_id: field('source.key', key, ({ keys }) => keys.source?.accessKey ?? ''),
  secret_access_key: field('source.key', key, ({ keys }) => keys.source?.secretKey ?? ''),
  prefix: field('source.names', prefix.optional(), ({ spec }) => spec.source.names?.[0]),
}

/** The destination of a job. The bucket must be one of the service's own. */
const target = {
  bucket: field('target.bucket', bucketName, ({ spec }) => spec.target.bucket),
  prefix: field('target.prefix', prefix.optional(), ({ spec }) => spec.target.prefix || undefined),
}

/** The order that creates a job (Create job). Fields have their names in the document. */
export const newJob = order({
  name: field('name', name, ({ spec, token }) => markedName(spec.name, token)),
  type: field('kind', z.literal('data-migration'), () => 'data-migration' as const),
  source: part('source.key', source),
  target: part('target.bucket', target),
})
