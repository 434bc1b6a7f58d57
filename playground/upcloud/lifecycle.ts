import { beginTransfer, completeTransfer, endIfDue, haltTransfer } from '../cloud/transfer.ts'
import type { Job } from './job.ts'
import type { StorageService } from './storage-service.ts'
import type { Behaviour } from './world.ts'

/** Carries out everything that was due until now: jobs start and end, deleted buckets disappear. */
export function advance(service: StorageService, now: number, behaviour: Behaviour): void {
  for (const job of service.jobs.values()) {
    if (job.state === 'pending' && job.readyAt <= now) run(job, job.readyAt, behaviour)
    const end = endIfDue(job.transfer, now)
    if (end) enter(job, end.outcome === 'done' ? 'completed' : 'failed', end.at)
  }
  for (const { name, deletedAt = Number.POSITIVE_INFINITY } of service.buckets.values()) {
    if (deletedAt + behaviour.bucketLingerMs <= now) service.buckets.delete(name)
  }
}

export function run(job: Job, at: number, { keyCheckMs }: Behaviour): void {
  beginTransfer(job.transfer, at, job.isPossible ? undefined : keyCheckMs)
  enter(job, 'running', at)
}

/** Ends a job early. */
export function stop(job: Job, at: number, state: 'failed' | 'cancelled'): void {
  haltTransfer(job.transfer, at)
  enter(job, state, at)
}

export function finish(job: Job, at: number): void {
  completeTransfer(job.transfer)
  enter(job, 'completed', at)
}

function enter(job: Job, state: Job['state'], at: number): void {
  job.state = state
  job.updatedAt = at
}
