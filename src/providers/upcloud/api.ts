import type { z } from 'zod'
import { checked } from '../order.ts'
import { readAllPages } from '../pages.ts'
import type { CallOptions } from '../provider.ts'
import type { Rows } from '../rows.ts'
import type { UpCloudCall } from './client.ts'
import { type JobOrder, jobId, newJob } from './requests.ts'
import {
  type WireBucket,
  type WireJob,
  type WireRegion,
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

/*
 * One function per operation of Managed Object Storage in API 1.3. Each checks its order first and throws AppError
 * form_invalid. The operations on jobs are described on an unofficial mirror only.
 */

export type Options = CallOptions & { ref?: string }
/** A job, and the service that it belongs to. */
export type JobRef = { serviceId: string; id: string }

/** Shows the account. This proves the credentials, and nothing else. */
export async function showAccount(
  call: UpCloudCall,
  options: Options = {},
): Promise<{ username?: string | undefined }> {
  return call({ method: 'GET', path: '/account', schema: wireAccount, ...options })
}

/** Lists every service of the account. Without a limit, UpCloud would list ten. */
export async function listServices(call: UpCloudCall, options: Options = {}): Promise<Rows<WireService>> {
  return readWhole({ call, path: root, schema: wireServices, keyOf: ({ uuid }) => uuid }, options)
}

export async function showService(call: UpCloudCall, serviceId: string, options: Options = {}): Promise<WireService> {
  return call({ method: 'GET', path: `${root}/${encodeURIComponent(serviceId)}`, schema: wireService, ...options })
}

export async function listRegions(call: UpCloudCall, options: Options = {}): Promise<Rows<WireRegion>> {
  return call({ method: 'GET', path: `${root}/regions`, schema: wireRegions, ...options })
}

/** Lists the buckets of a service, except those that are being deleted. */
export async function listBuckets(
  call: UpCloudCall,
  serviceId: string,
  options: Options = {},
): Promise<Rows<WireBucket>> {
  const path = `${root}/${encodeURIComponent(serviceId)}/buckets`
  const { rows, unreadable } = await readWhole({ call, path, schema: wireBuckets, keyOf: ({ name }) => name }, options)
  return { rows: rows.filter(({ deleted }) => deleted !== true), unreadable }
}

/**
 * One page of jobs. No document says that jobs are paged like services: an answer may hold more than was asked for, or
 * UpCloud may refuse both parameters.
 */
export async function listJobs(
  call: UpCloudCall,
  { serviceId, ...page }: { serviceId: string; limit?: number; offset?: number },
  options: Options = {},
): Promise<Rows<WireJob>> {
  return call({ method: 'GET', path: jobsOf(serviceId), query: page, schema: wireJobs, ...options })
}

export async function showJob(call: UpCloudCall, job: JobRef, options: Options = {}): Promise<WireJob> {
  return call({ method: 'GET', path: pathOf(job), schema: wireJob, ...options })
}

/** Creates a job, which starts by itself. Repeated, it creates a second job. */
export async function createJob(
  call: UpCloudCall,
  { serviceId, ...order }: JobOrder & { serviceId: string },
  options: Options = {},
): Promise<WireJob> {
  const body = checked(newJob.schema, order)
  const secrets = [body.source.access_key_id, body.source.secret_access_key]
  return call({ method: 'POST', path: jobsOf(serviceId), body, secrets, schema: wireCreated, ...options })
}

/** Ends a waiting or running job. This cannot be undone, and the job's record cannot be deleted. */
export async function cancelJob(call: UpCloudCall, job: JobRef, options: Options = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(job), schema: wireNothing, ...options })
}

const root = '/object-storage-2'
/** The most rows that UpCloud lists at once. */
export const pageSize = 100

type List<Row> = { call: UpCloudCall; path: string; schema: z.ZodType<Rows<Row>>; keyOf(row: Row): string }

async function readWhole<Row>({ call, path, schema, keyOf }: List<Row>, options: Options): Promise<Rows<Row>> {
  const unreadable = new Set<string>()
  const readPage = async (offset: number) => {
    const query = { limit: pageSize, offset }
    const page = await call({ method: 'GET', path, query, schema, ...options })
    for (const problem of page.unreadable) unreadable.add(problem)
    return { items: page.rows, rows: page.rows.length + page.unreadable.length }
  }
  const rows = await readAllPages(readPage, { pageSize, maxPages: 100, keyOf })
  return { rows, unreadable: [...unreadable] }
}

function jobsOf(serviceId: string): string {
  return `${root}/${encodeURIComponent(serviceId)}/jobs`
}

function pathOf({ serviceId, id }: JobRef): string {
  return `${jobsOf(serviceId)}/${checked(jobId, id)}`
}
