import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { pageOf, pageSchema, readBody, readQuery, type ServiceCall } from './gateway.ts'
import { Refusal } from './refusals.ts'
import { answerBucket } from './storage-service.ts'

const newBucketSchema = z.object({ name: z.string().regex(/^[a-zA-Z0-9.\-_]{1,254}$/) })

/** Lists the buckets. Deleted ones stay in the list for a while. */
export function listBuckets(call: ServiceCall): Answer {
  const { service, now } = call
  const rows = pageOf([...service.buckets.values()], readQuery(call, pageSchema))
  return { status: 200, body: rows.map((bucket) => answerBucket(service, bucket, now)) }
}

export function createBucket(call: ServiceCall): Answer {
  const { service, now } = call
  const { name } = readBody(call, newBucketSchema)
  if (service.buckets.has(name)) throw new Refusal('RESOURCE_ALREADY_EXISTS')
  const bucket = { name, objects: 0, bytes: 0 }
  service.buckets.set(name, bucket)
  return { status: 201, body: answerBucket(service, bucket, now) }
}

/** Deletes a bucket. It takes effect later, and until then its row says so. */
export function deleteBucket({ service, params, now }: ServiceCall): Answer {
  const bucket = service.buckets.get(params.name ?? '')
  if (!bucket) throw new Refusal('RESOURCE_NOT_FOUND')
  bucket.deletedAt ??= now
  return { status: 204 }
}
