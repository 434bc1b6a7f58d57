import type { Transfer } from '../cloud/transfer.ts'
import type { JobRequest } from './job-request.ts'

export const jobStates = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

/** A data migration job. */
export type Job = {
  uuid: string
  name: string
  source: Omit<JobRequest['source'], 'access_key_id' | 'secret_access_key'>
  target: JobRequest['target']
  state: JobState
  /** While pending, when it starts. */
  readyAt: number
  createdAt: number
  updatedAt: number
  transfer: Transfer
  /** Whether the keys open the source and both buckets exist. */
  isPossible: boolean
}

/** The request without its keys. */
export function withoutSecrets({ name, source, target }: JobRequest): Pick<Job, 'name' | 'source' | 'target'> {
  const { access_key_id: _id, secret_access_key: _secret, ...location } = source
  return { name, source: location, target }
}
