import { z } from 'zod'
import { readRows } from '../rows.ts'
import { figure, flag, instant, part, text } from '../scalars.ts'

export type WireJob = z.infer<typeof wireJob>
export type WireService = z.infer<typeof wireService>
export type WireRegion = z.infer<typeof wireRegion>
export type WireBucket = z.infer<typeof wireBucket>

const stateMessage = part({ code: text, message: text })

/**
 * A migration job. UpCloud documents the order that creates a job and its states, but no answers: everything except an
 * id may be missing. Field names that the documents of jobs lack are those of UpCloud's other resources.
 */
export const wireJob = z
  .object({
    uuid: text,
    id: text,
    name: text,
    state: text,
    operational_state: text,
    source: part({ endpoint: text, region: text, bucket: text, prefix: text }),
    target: part({ bucket: text, prefix: text }),
    total_size_bytes: figure,
    total_objects: figure,
    migrated_size_bytes: figure,
    migrated_objects: figure,
    failed_objects: figure,
    skipped_objects: figure,
    state_messages: z.array(stateMessage).optional().catch(undefined),
    created_at: instant,
  })
  .transform(({ uuid, id: otherId, state, operational_state, ...job }, context) => {
    const id = uuid ?? otherId
    if (id !== undefined) return { ...job, id, state: state ?? operational_state }
    context.addIssue({ code: 'custom', message: 'Expected a job with a uuid or an id' })
    return z.NEVER
  })

/** A Managed Object Storage service; its jobs and buckets belong to it. */
export const wireService = z.object({
  uuid: z.string().min(1),
  name: text,
  region: text,
  configured_status: text,
  operational_state: text,
  /** Addresses at which S3 answers. Private ones cannot be reached from outside. */
  endpoints: z
    .array(part({ domain_name: text, type: text }))
    .optional()
    .catch(undefined),
})

export const wireRegion = z.object({
  name: z.string().min(1),
  primary_zone: text,
  zones: z
    .array(part({ name: text }))
    .optional()
    .catch(undefined),
})

export const wireBucket = z.object({
  name: z.string().min(1),
  /** Whether the bucket is being deleted. It stays listed for minutes. */
  deleted: flag,
  total_objects: figure,
  total_size_bytes: figure,
})

export const wireAccount = z.object({ account: z.object({ username: text }) }).transform(({ account }) => account)

/** Jobs. Lists are bare arrays; nobody says so for jobs, and an object around them is as likely. */
export const wireJobs = z
  .union([z.array(z.unknown()), z.object({ jobs: z.array(z.unknown()) }).transform(({ jobs }) => jobs)])
  .transform((list) => readRows(wireJob, list))
export const wireServices = listOf(wireService)
export const wireRegions = listOf(wireRegion)
export const wireBuckets = listOf(wireBucket)

/** The answer to a creation, which is not documented. Without an id in it, nobody knows whether there is a job. */
export const wireCreated = wireJob

/** The answer to a cancellation. Nothing in it matters; most likely it is empty. */
export const wireNothing = z.unknown()

function listOf<Row>(schema: z.ZodType<Row>) {
  return z.array(z.unknown()).transform((list) => readRows(schema, list))
}
