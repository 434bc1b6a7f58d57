import type { Answer } from '../cloud/http.ts'
import { inOrder } from '../cloud/list-order.ts'
import { isReadable, sizeOf } from '../cloud/sources.ts'
import { createTransfer } from '../cloud/transfer.ts'
import { hasCredits } from './account.ts'
import { type JobCall, pageOf, pageSchema, readBody, readQuery, type ServiceCall } from './gateway.ts'
import { newUuid } from './identifiers.ts'
import { type Job, withoutSecrets } from './job.ts'
import { answerJob } from './job-answer.ts'
import { type JobRequest, jobRequestSchema } from './job-request.ts'
import { stop } from './lifecycle.ts'
import { Refusal } from './refusals.ts'

export function listJobs(call: ServiceCall): Answer {
  const { service, now, world } = call
  const all = inOrder([...service.jobs.values()], world.behaviour.jobOrder, ({ uuid }) => uuid)
  const rows = world.behaviour.jobPaging === 'none' ? all : pageOf(all, readQuery(call, pageSchema))
  const jobs = rows.map((job) => answerJob(job, now, world.quirks))
  return { status: 200, body: world.behaviour.jobListAs === 'array' ? jobs : { jobs } }
}

export function getJob({ job, now, world }: JobCall): Answer {
  return { status: 200, body: answerJob(job, now, world.quirks) }
}

/** Creates a job, which starts by itself. */
export function createJob(call: ServiceCall): Answer {
  const { service, tenant, world, now } = call
  const request = readBody(call, jobRequestSchema)
  if (!hasCredits(call)) throw new Refusal('INSUFFICIENT_CREDITS')
  const hasTarget = isThere(call, request.target.bucket)
  if (!hasTarget && world.behaviour.missingTarget === 'refused') throw missingBucket()
  const job: Job = {
    ...withoutSecrets(request),
    uuid: newUuid(world.random),
    state: 'pending',
    readyAt: now + world.behaviour.queueMs,
    ...{ createdAt: now, updatedAt: now },
    transfer: createTransfer(sizeOf(tenant.account.sources ?? {}, request.source.bucket), world.random),
    isPossible: hasTarget && isSourceReadable(call, request.source),
  }
  service.jobs.set(job.uuid, job)
  return { status: world.behaviour.createdStatus, body: answerJob(job, now, world.quirks) }
}

export function cancelJob({ job, service, now, world }: JobCall): Answer {
  const { cancelStatus, cancelEndedStatus, cancelledJobs } = world.behaviour
  if (job.state !== 'pending' && job.state !== 'running') {
    throw cancelEndedStatus === 404
      ? new Refusal('RESOURCE_NOT_FOUND')
      : new Refusal('UNABLE_TO_CANCEL', { status: cancelEndedStatus })
  }
  stop(job, now, 'cancelled')
  if (cancelledJobs === 'gone') service.jobs.delete(job.uuid)
  return cancelStatus === 204 ? { status: 204 } : { status: 200, body: answerJob(job, now, world.quirks) }
}

function isThere({ service }: ServiceCall, bucketName: string): boolean {
  const bucket = service.buckets.get(bucketName)
  return bucket !== undefined && bucket.deletedAt === undefined
}

function isSourceReadable({ tenant }: ServiceCall, source: JobRequest['source']): boolean {
  const key = { accessKey: source.access_key_id, secretKey: source.secret_access_key }
  return isReadable(tenant.account.sources ?? {}, key, source.bucket)
}

function missingBucket(): Refusal {
  return new Refusal('INVALID_REQUEST', {
    invalidParams: [{ name: 'target.bucket', reason: 'The bucket does not exist.' }],
  })
}
