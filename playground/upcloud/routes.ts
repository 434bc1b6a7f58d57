import type { Route } from '../cloud/routes.ts'
import { enterJob, enterService } from './access.ts'
import { getAccount } from './account.ts'
import { createBucket, deleteBucket, listBuckets } from './buckets.ts'
import type { Handler } from './gateway.ts'
import { cancelJob, createJob, getJob, listJobs } from './jobs.ts'
import { getRegion, listRegions } from './regions.ts'
import { getService, listServices } from './services.ts'

const base = '/1.3/object-storage-2'
const service = `${base}/{service_uuid}`
const buckets = `${service}/buckets`
const jobs = `${service}/jobs`
const job = `${jobs}/{job_uuid}`

/** The operations that a migration needs. The first matching row is used, so `regions` comes before services. */
export const routes: readonly Route<Handler>[] = [
  { operation: 'GetAccount', method: 'GET', path: '/1.3/account', handle: getAccount },
  { operation: 'ListRegions', method: 'GET', path: `${base}/regions`, handle: listRegions },
  { operation: 'GetRegion', method: 'GET', path: `${base}/regions/{name}`, handle: getRegion },
  { operation: 'ListServices', method: 'GET', path: base, handle: listServices },
  { operation: 'GetService', method: 'GET', path: service, handle: (call) => getService(enterService(call)) },
  { operation: 'ListBuckets', method: 'GET', path: buckets, handle: (call) => listBuckets(enterService(call)) },
  { operation: 'CreateBucket', method: 'POST', path: buckets, handle: (call) => createBucket(enterService(call)) },
  {
    operation: 'DeleteBucket',
    method: 'DELETE',
    path: `${buckets}/{name}`,
    handle: (call) => deleteBucket(enterService(call)),
  },
  { operation: 'ListJobs', method: 'GET', path: jobs, handle: (call) => listJobs(enterService(call)) },
  { operation: 'GetJob', method: 'GET', path: job, handle: (call) => getJob(enterJob(call)) },
  { operation: 'CreateJob', method: 'POST', path: jobs, handle: (call) => createJob(enterService(call)) },
  { operation: 'CancelJob', method: 'DELETE', path: job, handle: (call) => cancelJob(enterJob(call)) },
]
