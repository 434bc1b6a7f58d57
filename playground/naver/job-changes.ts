import type { Answer } from '../cloud/http.ts'
import { isReadable, sizeOf } from '../cloud/sources.ts'
import { createTransfer } from '../cloud/transfer.ts'
import { invalidParameter, type JobCall, readBody, type TenantCall } from './gateway.ts'
import { type Job, type JobSettings, settingsOf } from './job.ts'
import { jobAnswer } from './job-reads.ts'
import { lock, start, stop } from './lifecycle.ts'
import { policyRequestSchema } from './policy-request.ts'
import { Refusal } from './refusals.ts'
import type { Behaviour } from './world.ts'

/** Creates a job without starting it. */
export function createJob(call: TenantCall): Answer {
  const { tenant, now, world } = call
  if (tenant.account.hasObjectStorage === false) throw new Refusal('210', 'Object Storage is not subscribed to.')
  const settings = readSettings(call)
  refuseTaken(call, settings.title)
  const transfer = newTransfer(call, settings)
  const job: Job = { ...settings, state: 'INITIALIZED', createdAt: now, updatedAt: now, transfer, locks: [] }
  if (tenant.lockedBuckets.has(job.target.bucketName)) lock(job, now)
  tenant.jobs.delete(job.title)
  tenant.jobs.set(job.title, job)
  return jobAnswer({ job, now, world })
}

/** Replaces everything in a job. The title in the body can differ from the one in the path. */
export function updateJob(call: JobCall): Answer {
  const { tenant, job, now, world } = call
  requireState(call, 'update')
  const settings = readSettings(call)
  if (settings.title !== job.title) refuseTaken(call, settings.title)
  const isReset = world.behaviour.updatedState === 'INITIALIZED'
  const run = isReset ? { state: 'INITIALIZED' as const, transfer: newTransfer(call, settings), locks: [] } : {}
  const updated: Job = { ...job, ...settings, ...run, ...timesAfterUpdate(job, call) }
  if (isReset && tenant.lockedBuckets.has(updated.target.bucketName)) lock(updated, now)
  tenant.jobs.delete(job.title)
  tenant.jobs.delete(updated.title)
  tenant.jobs.set(updated.title, updated)
  return jobAnswer({ job: updated, now, world })
}

/** The times of a job that was changed, whether through the API or in the console. */
export function timesAfterUpdate(
  { createdAt }: Pick<Job, 'createdAt'>,
  { now, world }: Pick<TenantCall, 'now' | 'world'>,
): Pick<Job, 'createdAt' | 'updatedAt'> {
  return { createdAt: world.behaviour.updatedCreateTime === 'new' ? now : createdAt, updatedAt: now }
}

/** Starts a job, also from PAUSED. */
export function startJob(call: JobCall): Answer {
  requireState(call, 'start')
  start(call.job, call.now, call.world.behaviour)
  return jobAnswer(call)
}

export function pauseJob(call: JobCall): Answer {
  requireState(call, 'pause')
  stop(call.job, call.now, 'PAUSED')
  return jobAnswer(call)
}

export function deleteJob(call: JobCall): Answer {
  const { tenant, job, now, world } = call
  requireState(call, 'delete')
  stop(job, now, 'DELETED')
  if (world.behaviour.deletedJobs === 'gone') tenant.jobs.delete(job.title)
  return jobAnswer(call)
}

function readSettings(call: TenantCall): JobSettings {
  const request = readBody(call, policyRequestSchema)
  const { account } = call.tenant
  const hasTarget = account.targetBuckets?.includes(request.target.bucketName) ?? true
  if (!hasTarget && call.world.behaviour.missingTarget === 'refused') throw invalidParameter('target.bucketName')
  const isSourceReadable = isReadable(account.sources ?? {}, request.source, request.source.bucketName)
  return settingsOf(request, call.regionCode, hasTarget && isSourceReadable)
}

function newTransfer({ tenant, world }: TenantCall, { source }: JobSettings) {
  return createTransfer(sizeOf(tenant.account.sources ?? {}, source.bucketName), world.random)
}

/** Refuses a title that another job has. A deleted job that can still be seen does not keep its title. */
function refuseTaken({ tenant, world }: TenantCall, title: string): void {
  const holder = tenant.jobs.get(title)
  if (holder && holder.state !== 'DELETED') {
    throw new Refusal(world.behaviour.duplicateTitle, 'A migration policy with this title exists.')
  }
}

function requireState({ job, world }: JobCall, change: keyof Behaviour['allowedFrom']): void {
  const { allowedFrom, wrongState } = world.behaviour
  if (!allowedFrom[change].includes(job.state)) {
    throw new Refusal(wrongState, `The state is ${job.state}: ${change} is not possible.`)
  }
}
