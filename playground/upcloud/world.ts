import type { Clock } from '../clock.ts'
import type { ListOrder } from '../cloud/list-order.ts'
import type { Random } from '../cloud/random.ts'
import type { Sources } from '../cloud/sources.ts'
import type { Quirks } from './quirks.ts'
import { createStorageService, type ServiceSeed, type StorageService } from './storage-service.ts'

/** An account with the credentials that open it: a token, a password, or both. */
export type UpcloudAccount = {
  username: string
  password?: string
  token?: string
  /** Credits in euros. Without any, nothing can be created. */
  credits?: number
  services: readonly ServiceSeed[]
  sources?: Sources
}

/**
 * How UpCloud behaves. Everything about jobs is assumed, because the documents do not describe their responses. Times
 * are in simulated milliseconds.
 */
export type Behaviour = {
  /** Time from pending to running. */
  queueMs: number
  /** Time from running to failed if the source keys or a bucket are wrong. */
  keyCheckMs: number
  /** How long a deleted bucket stays in the list (recorded: over 3.5 minutes). */
  bucketLingerMs: number
  /** The format of errors below `/object-storage-2`. Its specification says problem. */
  errorFormat: 'problem' | 'legacy'
  createdStatus: 201 | 200
  /** The status of a cancellation. 200 returns the job. */
  cancelStatus: 204 | 200
  cancelEndedStatus: 409 | 404 | 400
  cancelledJobs: 'listed' | 'gone'
  /**
   * Jobs in answers: bare, lists in an object with the field `jobs`, or as UpCloud's older resources are answered, with
   * `{ jobs: { job: […] } }` for lists and `{ job: … }` for one.
   */
  jobListAs: 'array' | 'jobs' | 'older envelope'
  /** The pages of jobs: as for services (10 by default), all jobs at once, or 10 with both parameters refused. */
  jobPaging: 'limit-offset' | 'none' | 'refused'
  /** The answer for a job that does not exist: as for other resources, or a JSON body without a type or code. */
  unknownJob: 'problem' | 'untyped'
  /** The order of jobs in lists. Services come newest first. */
  jobOrder: ListOrder
  /** Consequence of a target bucket that does not exist: the job is refused, or fails soon after its start. */
  missingTarget: 'refused' | 'fails'
}

export const defaultBehaviour: Behaviour = {
  queueMs: 2_000,
  keyCheckMs: 3_000,
  bucketLingerMs: 210_000,
  errorFormat: 'problem',
  createdStatus: 201,
  cancelStatus: 204,
  cancelEndedStatus: 409,
  cancelledJobs: 'listed',
  jobListAs: 'array',
  jobPaging: 'limit-offset',
  unknownJob: 'problem',
  jobOrder: 'newest first',
  missingTarget: 'refused',
}

/** An account and its services by UUID, oldest first. */
export type Tenant = { account: UpcloudAccount; services: Map<string, StorageService> }

export type World = {
  clock: Clock
  random: Random
  behaviour: Behaviour
  quirks: Quirks
  tenants: readonly Tenant[]
}

export function createTenants(accounts: readonly UpcloudAccount[], now: number): readonly Tenant[] {
  return accounts.map((account) => ({
    account,
    services: new Map(account.services.map((seed) => [seed.uuid, createStorageService(seed, now)])),
  }))
}
