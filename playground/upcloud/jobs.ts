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
  const jobs = rowsOf(all, call).map((job) => answerJob(job, now, world.quirks))
  const bodies = { array: jobs, jobs: { jobs }, 'older envelope': { jobs: { job: jobs } } }
  return { status: 200, body: bodies[world.behaviour.jobListAs] }
}

/** The rows of a list of jobs. Where its parameters are refused, the default of other lists cuts it. */
function rowsOf(all: readonly Job[], call: ServiceCall): readonly Job[] {
  switch (call.world.behaviour.jobPaging) {
    case 'none':
      return all
    case 'limit-offset':
      return pageOf(all, readQuery(call, pageSchema))
    case 'refused': {
      const names = ['limit', 'offset'].filter((name) => call.query.has(name))
      const invalidParams = names.map((name) => ({ name, reason: 'Unknown parameter.' }))
      if (invalidParams.length > 0) throw new Refusal('INVALID_REQUEST', { invalidParams })
      return pageOf(all, pageSchema.parse({}))
    }
  }
}

export function getJob(call: JobCall): Answer {
  return { status: 200, body: jobBody(call) }
}

function jobBody({ job, now, world }: JobCall): unknown {
  const answer = answerJob(job, now, world.quirks)
  return world.behaviour.jobListAs === 'older envelope' ? { job: answer } : answer
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
  return { status: world.behaviour.createdStatus, body: jobBody({ ...call, job }) }
}

export function cancelJob(call: JobCall): Answer {
  const { job, service, now, world } = call
  const { cancelStatus, cancelEndedStatus, cancelledJobs } = world.behaviour
  if (job.state !== 'pending' && job.state !== 'running') {
    throw cancelEndedStatus === 404
      ? new Refusal('RESOURCE_NOT_FOUND')
      : new Refusal('UNABLE_TO_CANCEL', { status: cancelEndedStatus })
  }
  stop(job, now, 'cancelled')
  if (cancelledJobs === 'gone') service.jobs.delete(job.uuid)
  return cancelStatus === 204 ? { status: 204 } : { status: 200, body: jobBody(call) }
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
