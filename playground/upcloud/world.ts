import type { Clock } from '../clock.ts'
import type { Random } from '../cloud/random.ts'
import type { Sources } from '../cloud/sources.ts'
import type { Quirks } from './quirks.ts'
import { createStorageService, type ServiceSeed, type StorageService } from './storage-service.ts'

/** An account with the credentials that open it: a token, a password, or both. */
export type UpcloudAccount = {
  username: string
  password?: string
  token?: string
  /** In euros; without any, nothing can be created. */
  credits?: number
  services: readonly ServiceSeed[]
  sources?: Sources
}

/** How UpCloud behaves. Whatever is about jobs is assumed: their documents say nothing about answers. Times are simulated milliseconds. */
export type Behaviour = {
  /** From pending to running. */
  queueMs: number
  /** From running to failed when the source keys or a bucket are wrong. */
  keyCheckMs: number
  /** How long a deleted bucket stays in the list (recorded: over 3.5 minutes). */
  bucketLingerMs: number
  /** The format of errors below `/object-storage-2`; its specification says problem. */
  errorFormat: 'problem' | 'legacy'
  createdStatus: 201 | 200
  /** 200 answers with the job. */
  cancelStatus: 204 | 200
  cancelEndedStatus: 409 | 404 | 400
  cancelledJobs: 'listed' | 'gone'
  /** A top-level array, or an object with the field `jobs`. */
  jobListAs: 'array' | 'jobs'
  /** As for services (10 unless asked for more), or all at once. */
  jobPaging: 'limit-offset' | 'none'
  /** A target bucket that does not exist: the job is refused, or fails soon after its start. */
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
