import { z } from 'zod'
import type { Random } from '../../cloud/random.ts'
import type { Project } from '../world.ts'
import { syncRequestSchema, withoutKeys } from './request.ts'
import { currentRun, newSync, type Sync } from './sync.ts'

const share = z.number().min(0).max(1)
const HOUR_MS = 3_600_000

/** A synchronization task to add in either state, with a past. Absent fields get plausible values. */
export const syncSeedSchema = z
  .object({
    id: z.uuid().optional(),
    description: z.string().default(''),
    status: z.enum(['SYNCHRONIZING', 'STOPPED']).default('SYNCHRONIZING'),
    cloudType: syncRequestSchema.shape.src_cloud_type,
    sourceRegion: z.string().default('cn-hangzhou'),
    sourceBucket: z.string().default('web-uploads'),
    destinationBucket: z.string().default('web-uploads-copy'),
    /** The content delivery network through which the source is read. */
    sourceCdn: syncRequestSchema.shape.source_cdn,
    /** How long it has been synchronizing until now. A stopped one stopped just now. */
    historyMs: z
      .number()
      .int()
      .nonnegative()
      .default(3 * 24 * HOUR_MS),
    /** About how many objects it is asked to copy, and what happens to them. */
    requestsPerHour: z.number().nonnegative().default(120),
    failureShare: share.default(0.01),
    skipShare: share.default(0.05),
    bytesPerObject: z.number().int().nonnegative().default(4_000_000),
    dailySwing: share.default(0),
    /** A time in which more objects failed than usual, and one in which it was stopped. */
    trouble: z.object({ agoMs: z.number(), lastedMs: z.number(), failureShare: share }).optional(),
    pause: z.object({ agoMs: z.number(), lastedMs: z.number() }).optional(),
    /** Whether nothing is copied, as with wrong keys. */
    isFailing: z.boolean().default(false),
  })
  .refine(
    ({ failureShare, skipShare }) => failureShare + skipShare <= 1,
    'More objects failed or skipped than asked for',
  )

export type SyncSeed = z.input<typeof syncSeedSchema>

/** Adds the synchronization task to its project. Returns it. */
export function plantSync(project: Project, input: SyncSeed, { now, random }: { now: number; random: Random }): Sync {
  const { status, historyMs, isFailing, ...seed } = syncSeedSchema.parse(input)
  const { requestsPerHour, failureShare, skipShare, bytesPerObject, dailySwing } = seed
  const creation = syncRequestSchema.parse({
    description: seed.description,
    ...{ src_cloud_type: seed.cloudType, src_region: seed.sourceRegion, src_bucket: seed.sourceBucket },
    ...{ dst_region: project.account.region, dst_bucket: seed.destinationBucket },
    ...(seed.sourceCdn && { source_cdn: seed.sourceCdn }),
    ...{ src_ak: 'seed', src_sk: 'seed', dst_ak: 'seed', dst_sk: 'seed' },
  })
  const trouble = seed.trouble && { ...spanOf(seed.trouble, now), failureShare: seed.trouble.failureShare }
  const figures = { requestsPerHour, failureShare, skipShare, bytesPerObject, dailySwing, trouble }
  const plan = { ...figures, seed: Math.floor(random() * 2 ** 31) }
  const sync = newSync(withoutKeys(creation), plan, { at: now - historyMs, random, isFailing })
  if (seed.id) sync.id = seed.id
  if (seed.pause) interrupt(sync, spanOf(seed.pause, now))
  const run = currentRun(sync)
  if (run && status === 'STOPPED') run.to = now
  project.syncs.set(sync.id, sync)
  return sync
}

function spanOf({ agoMs, lastedMs }: { agoMs: number; lastedMs: number }, now: number): { from: number; to: number } {
  return { from: now - agoMs, to: now - agoMs + lastedMs }
}

/** It was stopped and started again. */
function interrupt(sync: Sync, pause: { from: number; to: number }): void {
  const run = currentRun(sync)
  if (run === undefined || pause.from <= run.from) return
  run.to = pause.from
  sync.runs.push({ from: pause.to, isFailing: run.isFailing })
}
