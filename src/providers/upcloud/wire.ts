import { z } from 'zod'
import { part, row } from '../wire/reader.ts'
import { readRows } from '../wire/rows.ts'
import { figure, flag, instant, text } from '../wire/scalars.ts'

export type WireJob = z.infer<typeof wireJob>
export type WireService = z.infer<typeof wireService>
export type WireRegion = z.infer<typeof wireRegion>
export type WireBucket = z.infer<typeof wireBucket>

const stateMessage = part({ code: text, message: text })

/** The fields of a job. Names that the documents of jobs lack are those of UpCloud's other resources. */
const jobFields = row({
  uuid: text,
  id: text,
  name: text,
  state: text,
  operational_state: text,
  status: text,
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

/**
 * A migration job. UpCloud documents the order that creates a job and its states, but no answers: everything except an
 * id may be missing, and the state may be in any of the three fields that UpCloud's resources have for it. If it is in
 * none, `fieldsSent` names the fields that came.
 */
export const wireJob = z.unknown().transform((sent, context) => {
  const bare = withoutEnvelope(sent)
  const read = jobFields.safeParse(bare).data
  const id = read?.uuid ?? read?.id
  if (read === undefined || id === undefined) {
    context.addIssue({ code: 'custom', message: 'Expected a job with a uuid or an id' })
    return z.NEVER
  }
  const { uuid: _, operational_state, status, ...job } = read
  const state = job.state ?? operational_state ?? status
  return { ...job, id, state, fieldsSent: state === undefined ? fieldsIn(bare) : undefined }
})

/** The envelope of one thing in UpCloud's older resources, as of a server or a storage. */
const oneInOlderEnvelope = z.object({ job: z.record(z.string(), z.unknown()) })

function withoutEnvelope(sent: unknown): unknown {
  return oneInOlderEnvelope.safeParse(sent).data?.job ?? sent
}

/** Most field names that are kept, and the longest. */
const mostFields = 20
const longestField = 40

function fieldsIn(job: unknown): string[] {
  const names = Object.keys(z.record(z.string(), z.unknown()).safeParse(job).data ?? {})
  return names.slice(0, mostFields).map((name) => name.slice(0, longestField))
}

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

const wireRegion = z.object({
  name: z.string().min(1),
  primary_zone: text,
  zones: z
    .array(part({ name: text }))
    .optional()
    .catch(undefined),
})

const wireBucket = z.object({
  name: z.string().min(1),
  /** Whether the bucket is being deleted. It stays listed for minutes. */
  deleted: flag,
  total_objects: figure,
  total_size_bytes: figure,
})

export const wireAccount = z.object({ account: z.object({ username: text }) }).transform(({ account }) => account)

/**
 * Jobs. Lists are bare arrays; nobody says so for jobs, and an object around them is as likely, or the envelope of older
 * resources.
 */
export const wireJobs = z
  .union([
    z.array(z.unknown()),
    z.object({ jobs: z.array(z.unknown()) }).transform(({ jobs }) => jobs),
    z.object({ jobs: z.object({ job: z.array(z.unknown()) }) }).transform(({ jobs }) => jobs.job),
  ])
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
