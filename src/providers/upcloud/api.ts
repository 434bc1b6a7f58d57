import { type Call, type EndpointOptions, endpoint, endpointWithin } from '../http/endpoint.ts'
import { readAllPages } from '../pages.ts'
import type { Rows } from '../wire/rows.ts'
import { jobId, newJob, serviceId, window } from './creation/requests.ts'
import {
  type WireBucket,
  type WireService,
  wireAccount,
  wireBuckets,
  wireCreated,
  wireJob,
  wireJobs,
  wireNothing,
  wireRegions,
  wireService,
  wireServices,
} from './wire.ts'

const ofService = { path: '/object-storage-2/{service}', inPath: { service: serviceId } }
const ofBuckets = { ...ofService, path: '/object-storage-2/{service}/buckets' }
const ofJobs = { ...ofService, path: '/object-storage-2/{service}/jobs' }
const ofJob = { path: '/object-storage-2/{service}/jobs/{id}', inPath: { service: serviceId, id: jobId } }

/**
 * The operations of Managed Object Storage in API 1.3 that Ferry uses. Those on jobs are described on an unofficial
 * mirror only.
 */
export const objectStorage = {
  /** Shows the account. This proves the credentials, and nothing else. */
  ShowAccount: endpoint({ method: 'GET', path: '/account', answer: wireAccount }),
  ListServices: endpoint({ method: 'GET', path: '/object-storage-2', query: window, answer: wireServices }),
  ShowService: endpointWithin({ ...ofService, method: 'GET', answer: wireService }),
  ListRegions: endpoint({ method: 'GET', path: '/object-storage-2/regions', answer: wireRegions }),
  ListBuckets: endpointWithin({ ...ofBuckets, method: 'GET', query: window, answer: wireBuckets }),
  /**
   * One page of jobs. No document says that jobs are paged like services: an answer may hold more than was asked for,
   * or UpCloud may refuse both parameters.
   */
  ListJobs: endpointWithin({ ...ofJobs, method: 'GET', query: window, answer: wireJobs }),
  GetJob: endpointWithin({ ...ofJob, method: 'GET', answer: wireJob }),
  /** Creates a job, which starts by itself. Repeated, it creates a second job. */
  CreateJob: endpointWithin({ ...ofJobs, method: 'POST', body: newJob.schema, answer: wireCreated }),
  /** Ends a waiting or running job. This cannot be undone, and the job's record cannot be deleted. */
  CancelJob: endpointWithin({ ...ofJob, method: 'DELETE', answer: wireNothing }),
}

/** The most rows that UpCloud lists at once. */
export const pageSize = 100

/** Lists every service of the account. Without a limit, UpCloud would list ten. */
export async function listServices(call: Call, options: EndpointOptions = {}): Promise<Rows<WireService>> {
  return readWhole(
    (page) => call(objectStorage.ListServices, page, options),
    ({ uuid }) => uuid,
  )
}

/** Lists the buckets of a service, except those that are being deleted. */
export async function listBuckets(
  call: Call,
  service: string,
  options: EndpointOptions = {},
): Promise<Rows<WireBucket>> {
  const { rows, unreadable } = await readWhole(
    (page) => call(objectStorage.ListBuckets, { service, ...page }, options),
    ({ name }) => name,
  )
  return { rows: rows.filter(({ deleted }) => deleted !== true), unreadable }
}

async function readWhole<Row>(
  readPage: (page: { limit: number; offset: number }) => Promise<Rows<Row>>,
  keyOf: (row: Row) => string,
): Promise<Rows<Row>> {
  const problems = new Set<string>()
  const readRows = async (offset: number) => {
    const { rows: items, unreadable } = await readPage({ limit: pageSize, offset })
    for (const problem of unreadable) problems.add(problem)
    return { items, rows: items.length + unreadable.length }
  }
  const rows = await readAllPages(readRows, { pageSize, maxPages: 100, keyOf })
  return { rows, unreadable: [...problems] }
}
