import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { inOrder } from '../cloud/list-order.ts'
import { invalidParameter, type JobCall, type TenantCall } from './gateway.ts'
import type { Job } from './job.ts'
import { answerJob } from './job-answer.ts'
import { bendJob } from './quirks.ts'

const wholeNumber = z.string().regex(/^\d+$/).transform(Number)

/** The query of a list. `order` is the field, and `sortBy` the direction. */
const listQuerySchema = z.object({
  order: z.enum(['createTime', 'updateTime', 'title', 'sourceBucketName', 'targetBucketName']).default('createTime'),
  sortBy: z.enum(['asc', 'desc']).default('asc'),
  limit: wholeNumber.pipe(z.number().min(1)).default(100),
  /** The number of a page, counted from 0. */
  page: wholeNumber.default(0),
})

export function listJobs({ tenant, query, now, world }: TenantCall): Answer {
  const parsed = listQuerySchema.safeParse(Object.fromEntries(query))
  if (!parsed.success) throw invalidParameter(String(parsed.error.issues[0]?.path[0]))
  const { limit, page, ...sorting } = parsed.data
  const { listOrder } = world.behaviour
  const jobs = [...tenant.jobs.values()]
  const found = listOrder === 'as asked' ? sorted(jobs, sorting) : inOrder(jobs, listOrder, ({ title }) => title)
  const jobList = found.slice(page * limit, (page + 1) * limit).map((job) => bendJob(answerJob(job, now), world.quirks))
  const num = world.behaviour.numCounts === 'total' ? found.length : jobList.length
  return { status: 200, body: { objStrContracted: tenant.account.hasObjectStorage ?? true, num, jobList } }
}

export function getJob(call: JobCall): Answer {
  return jobAnswer(call)
}

/** The response with a job. Every operation on one policy returns it. */
export function jobAnswer({ job, now, world }: { job: Job } & Pick<TenantCall, 'now' | 'world'>): Answer {
  return { status: 200, body: bendJob(answerJob(job, now), world.quirks) }
}

function sorted(jobs: readonly Job[], { order, sortBy }: Sorting): Job[] {
  const sign = sortBy === 'asc' ? 1 : -1
  return jobs.toSorted((a, b) => sign * compare(sortKeys[order](a), sortKeys[order](b)))
}

type Sorting = Pick<z.output<typeof listQuerySchema>, 'order' | 'sortBy'>

const sortKeys = {
  createTime: ({ createdAt }: Job) => createdAt,
  updateTime: ({ updatedAt }: Job) => updatedAt,
  title: ({ title }: Job) => title,
  sourceBucketName: ({ source }: Job) => source.bucketName,
  targetBucketName: ({ target }: Job) => target.bucketName,
}

function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
