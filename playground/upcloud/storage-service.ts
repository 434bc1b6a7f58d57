import { measureTransfer } from '../cloud/transfer.ts'
import { timestamp } from './identifiers.ts'
import type { Job } from './job.ts'

export type BucketSeed = { name: string; objects?: number; bytes?: number }

/** A Managed Object Storage service that exists from the start. */
export type ServiceSeed = {
  uuid: string
  name: string
  /** Its region, by default europe-1. */
  region?: string
  /** Its state, by default running. */
  operationalState?: string
  /** When it was created, in epoch milliseconds. By default at the start of the simulator. */
  createdAt?: number
  buckets?: readonly BucketSeed[]
}

export type Bucket = { name: string; objects: number; bytes: number; deletedAt?: number }

export type StorageService = {
  uuid: string
  name: string
  region: string
  operationalState: string
  createdAt: number
  /** Buckets by name. */
  buckets: Map<string, Bucket>
  /** Jobs by UUID, oldest first. */
  jobs: Map<string, Job>
}

export function createStorageService(seed: ServiceSeed, now: number): StorageService {
  const { uuid, name, region = 'europe-1', operationalState = 'running', createdAt = now } = seed
  const buckets = (seed.buckets ?? []).map((bucket) => ({ objects: 0, bytes: 0, ...bucket }))
  return {
    ...{ uuid, name, region, operationalState, createdAt },
    buckets: new Map(buckets.map((bucket) => [bucket.name, bucket])),
    jobs: new Map(),
  }
}

/** A service as in the list, with its keys in alphabetical order, as recorded. */
export function answerService(service: StorageService, now: number) {
  const { uuid, name, region, createdAt } = service
  const domain = `${uuid.slice(0, 5)}.upcloudobjects.com`
  const buckets = [...service.buckets.values()].map((bucket) => answerBucket(service, bucket, now))
  return {
    configured_status: 'started',
    created_at: timestamp(createdAt),
    custom_domains: [],
    endpoints: [
      {
        domain_name: domain,
        iam_url: `https://${domain}:4443/iam`,
        sts_url: `https://${domain}:4443/sts`,
        type: 'public',
      },
    ],
    labels: [],
    name,
    networks: [{ family: 'IPv4', name: 'public', type: 'public' }],
    operational_state: service.operationalState,
    region,
    updated_at: timestamp(createdAt),
    usage: {
      total_objects: buckets.reduce((sum, { total_objects }) => sum + total_objects, 0),
      total_size_bytes: buckets.reduce((sum, { total_size_bytes }) => sum + total_size_bytes, 0),
    },
    uuid,
  }
}

/**
 * A bucket with its contents, including what jobs have copied. If jobs have no figures, this is the only visible
 * progress.
 */
export function answerBucket({ jobs }: StorageService, bucket: Bucket, now: number) {
  const arrived = [...jobs.values()]
    .filter(({ target }) => target.bucket === bucket.name)
    .map(({ transfer }) => measureTransfer(transfer, now))
  return {
    deleted: bucket.deletedAt !== undefined,
    name: bucket.name,
    total_objects: arrived.reduce((sum, made) => sum + made.objectsDone - made.skippedObjects, bucket.objects),
    total_size_bytes: arrived.reduce((sum, made) => sum + made.bytesDone - made.skippedBytes, bucket.bytes),
  }
}
