import { z } from 'zod'
import { createTransfer, transferSeedShape } from '../cloud/transfer.ts'
import { newUuid } from './identifiers.ts'
import { type Job, jobStates } from './job.ts'
import { run } from './lifecycle.ts'
import type { StorageService } from './storage-service.ts'
import type { World } from './world.ts'

/** A job to add in any state. Absent fields get plausible values. */
export const jobSeedSchema = z.object({
  ...transferSeedShape,
  uuid: z.uuid().optional(),
  name: z.string().min(1).optional(),
  state: z.enum(jobStates).default('running'),
  sourceEndpoint: z.string().default('s3.amazonaws.com'),
  sourceRegion: z.string().default('us-east-1'),
  sourceBucket: z.string().default('shop-photos'),
  sourcePrefix: z.string().optional(),
  targetBucket: z.string().default('archive'),
  targetPrefix: z.string().optional(),
  /** When it was created. By default so long ago that its progress is plausible. */
  createdAt: z.number().int().optional(),
  /** Whether the keys open the source and both buckets exist. If not, the job fails soon after its start. */
  isPossible: z.boolean().default(true),
})

export type JobSeed = z.input<typeof jobSeedSchema>

const USUAL_FRACTION = { pending: 0, running: 0.3, completed: 1, failed: 0.6, cancelled: 0.4 } as const

/** Adds the job to its service. Returns it. */
export function plantJob(service: StorageService, input: JobSeed, { clock, random, behaviour }: World): Job {
  const seed = jobSeedSchema.parse(input)
  const { state, isPossible, sourceBucket, targetBucket } = seed
  const now = clock.now()
  const transfer = createTransfer({ ...seed, fractionDone: seed.fractionDone ?? USUAL_FRACTION[state] }, random)
  const createdAt = seed.createdAt ?? now - transfer.activeMs
  const job: Job = {
    uuid: seed.uuid ?? newUuid(random),
    name: seed.name ?? `${sourceBucket}-to-${targetBucket}`,
    ...locationsOf(seed),
    ...{ state, isPossible, createdAt, transfer },
    readyAt: now + behaviour.queueMs,
    updatedAt: state === 'pending' ? createdAt : now,
  }
  if (state === 'running') run(job, now, behaviour)
  service.jobs.set(job.uuid, job)
  return job
}

function locationsOf(seed: z.output<typeof jobSeedSchema>): Pick<Job, 'source' | 'target'> {
  return {
    source: {
      endpoint: seed.sourceEndpoint,
      region: seed.sourceRegion,
      bucket: seed.sourceBucket,
      ...(seed.sourcePrefix !== undefined && { prefix: seed.sourcePrefix }),
    },
    target: { bucket: seed.targetBucket, ...(seed.targetPrefix !== undefined && { prefix: seed.targetPrefix }) },
  }
}
