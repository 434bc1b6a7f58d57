import { beginTransfer, completeTransfer, endIfDue, haltTransfer, measureTransfer } from '../cloud/transfer.ts'
import type { Job } from './job.ts'
import type { Behaviour, Tenant } from './world.ts'

/** Ends every job whose end has come. */
export function advance({ jobs }: Tenant, now: number): void {
  for (const job of jobs.values()) {
    const end = endIfDue(job.transfer, now)
    if (end) enter(job, end.outcome === 'done' ? 'DONE' : 'ERROR', end.at)
  }
}

/** Starts a job, or continues where it stopped. */
export function start(job: Job, at: number, { keyCheckMs }: Behaviour): void {
  beginTransfer(job.transfer, at, job.isPossible ? undefined : keyCheckMs)
  enter(job, 'STARTED', at)
}

/** Leaves STARTED for a state in which nothing moves. */
export function stop(job: Job, at: number, state: 'PAUSED' | 'DELETED' | 'ERROR'): void {
  haltTransfer(job.transfer, at)
  enter(job, state, at)
}

export function finish(job: Job, at: number): void {
  completeTransfer(job.transfer)
  enter(job, 'DONE', at)
}

/** From now on nothing of a job can be written. It goes on and passes over what is left. */
export function lock({ locks, transfer }: Job, now: number): void {
  if (locks.at(-1) === undefined || locks.at(-1)?.to !== undefined) locks.push({ from: reachOf(transfer, now) })
}

export function unlock({ locks, transfer }: Job, now: number): void {
  const last = locks.at(-1)
  if (last !== undefined) last.to ??= reachOf(transfer, now)
}

function reachOf(transfer: Job['transfer'], now: number) {
  const { bytesDone: bytes, objectsDone: objects } = measureTransfer(transfer, now)
  return { bytes, objects }
}

function enter(job: Job, state: Job['state'], at: number): void {
  job.state = state
  job.updatedAt = at
}
