import { z } from 'zod'
import { createTransfer, transferSeedShape } from '../cloud/transfer.ts'
import { type Job, jobStates, settingsOf } from './job.ts'
import { lock, start } from './lifecycle.ts'
import { policyRequestSchema } from './policy-request.ts'
import type { Tenant, World } from './world.ts'

const policy = policyRequestSchema.shape
const { source, target } = policy

/** A job to add in any state. Absent fields get plausible values. */
export const jobSeedSchema = z.object({
  ...transferSeedShape,
  title: policy.title.optional(),
  state: z.enum(jobStates).default('STARTED'),
  cspType: source.shape.sourceCspType.default('AWS'),
  sourceRegion: source.shape.regionName.default('ap-southeast-2'),
  sourceBucket: source.shape.bucketName.default('shop-photos'),
  sourcePrefix: source.shape.prefix,
  targetRegion: z.string().default('KR'),
  targetBucket: target.shape.bucketName.default('archive'),
  targetPrefix: target.shape.prefix,
  /** When it was created. By default so long ago that its progress is plausible. */
  createdAt: z.number().int().optional(),
  /** Whether the keys open the source and both buckets exist. If not, the job ends in ERROR soon after each start. */
  isPossible: z.boolean().default(true),
})

export type JobSeed = z.input<typeof jobSeedSchema>

const USUAL_FRACTION = { INITIALIZED: 0, STARTED: 0.3, PAUSED: 0.4, DELETED: 0.4, DONE: 1, ERROR: 0.6 } as const

/** Adds the job to its account, and replaces one with the same title. Returns it. */
export function plantJob({ jobs, lockedBuckets }: Tenant, input: JobSeed, { clock, random, behaviour }: World): Job {
  const seed = jobSeedSchema.parse(input)
  const now = clock.now()
  const title = seed.title ?? unusedTitle(jobs, `${seed.sourceBucket}-to-${seed.targetBucket}`)
  const transfer = createTransfer({ ...seed, fractionDone: seed.fractionDone ?? USUAL_FRACTION[seed.state] }, random)
  const createdAt = seed.createdAt ?? now - transfer.activeMs
  const settings = settingsOf(requestOf(seed, title), seed.targetRegion, seed.isPossible)
  const job: Job = { ...settings, state: seed.state, createdAt, updatedAt: createdAt, transfer, locks: [] }
  if (lockedBuckets.has(seed.targetBucket)) lock(job, now)
  if (seed.state === 'STARTED') start(job, now, behaviour)
  else if (seed.state !== 'INITIALIZED') job.updatedAt = now
  jobs.delete(title)
  jobs.set(title, job)
  return job
}

function unusedTitle(jobs: Tenant['jobs'], wanted: string, number = 1): string {
  const title = number === 1 ? wanted : `${wanted}-${number}`
  return jobs.has(title) ? unusedTitle(jobs, wanted, number + 1) : title
}

function requestOf(seed: z.output<typeof jobSeedSchema>, title: string) {
  return policyRequestSchema.parse({
    title,
    source: {
      sourceCspType: seed.cspType,
      regionName: seed.sourceRegion,
      bucketName: seed.sourceBucket,
      prefix: seed.sourcePrefix,
      accessKey: 'seed',
      secretKey: 'seed',
    },
    target: { bucketName: seed.targetBucket, prefix: seed.targetPrefix },
  })
}
