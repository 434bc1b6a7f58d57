import { z } from 'zod'
import { scanMsOf } from '../cloud/pace.ts'
import type { Random } from '../cloud/random.ts'
import { bandwidthPolicySchema } from './bandwidth.ts'
import { createRequestSchema } from './create-request.ts'
import { beginLeg } from './lifecycle.ts'
import { type Birth, newTask, type Phase, type Plan, type Task, type TaskRequest, withoutSecrets } from './task.ts'
import type { Behaviour, Project } from './world.ts'

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** A task to add in any state. Absent fields get plausible values. */
export const taskSeedSchema = z.object({
  id: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  name: z.string().optional(),
  description: z.string().default(''),
  groupId: z.string().default(''),
  /** 1 waiting, 2 migrating, 3 paused, 4 failed, 5 succeeded, 6 retrying, 7 pausing. */
  status: z.literal([1, 2, 3, 4, 5, 6, 7]).default(2),
  taskType: createRequestSchema.shape.task_type,
  cloudType: createRequestSchema.shape.src_node.shape.cloud_type,
  sourceRegion: z.string().default('cn-hangzhou'),
  sourceBucket: z.string().default('shop-photos'),
  destinationBucket: z.string().default('archive'),
  objectKey: z.array(z.string()).default(['']),
  bytes: count.default(50_000_000_000),
  objects: count.default(12_000),
  bytesPerSecond: z.number().positive().default(40_000_000),
  /** The completed share. Each state has its own default. */
  fractionDone: fraction.optional(),
  scanMs: count.min(1).optional(),
  skippedObjects: count.default(0),
  failedObjects: count.default(0),
  /** The entries of the list of failed objects, used in turn. */
  failedAs: z
    .array(z.object({ reason: z.string(), name: z.string().optional(), sourceCode: z.string().optional() }))
    .min(1)
    .optional(),
  /** The code with which that list could not be written. */
  listError: z.string().optional(),
  /** A later failure, this many times (by default once). */
  failure: z.object({ afterFraction: fraction, code: z.string(), times: count.default(1) }).optional(),
  retryAfterFraction: fraction.optional(),
  /** The reason of a task in state 4. */
  errorCode: z.string().default('TRF.0004'),
  recordFailedObjects: z.boolean().default(true),
  bandwidthPolicy: bandwidthPolicySchema.default([]),
  priority: createRequestSchema.shape.task_priority,
  notificationTopic: z.string().optional(),
  /** The code with which the SMN notification about the end fails. */
  notificationError: z.string().optional(),
  /** The code with which the lists of copied and of skipped objects could not be written. */
  recordError: z.string().optional(),
})

export type TaskSeed = z.input<typeof taskSeedSchema>

export type SeedContext = { now: number; random: Random; behaviour: Behaviour }

/** Adds the task to its project. Returns it. */
export function plantTask(project: Project, input: TaskSeed, context: SeedContext): Task {
  const seed = taskSeedSchema.parse(input)
  const request = requestOf(seed, project.account.region)
  const task: Task = {
    ...newTask(request, planOf(seed, context.random), birthOf(project, context)),
    ...(seed.id && { id: seed.id }),
    ...(seed.name && { name: seed.name }),
    groupId: seed.groupId,
    ...(seed.notificationError && { notificationError: seed.notificationError }),
    ...(seed.recordError && { recordError: seed.recordError }),
    ...(seed.listError && { listError: seed.listError }),
  }
  placeTask(task, seed, context)
  project.tasks.set(task.id, task)
  return task
}

export function birthOf({ tasks }: Project, { now, random, behaviour }: SeedContext): Birth {
  return { at: now, random, queueMs: behaviour.queueMs, tasks }
}

/** How far a task has come, and the reason if it failed. */
export type Standing = { status: Seed['status']; errorCode?: string; fractionDone?: number | undefined }

/** Moves a task that has just been accepted to any state. */
export function placeTask(task: Task, standing: Standing, context: SeedContext): void {
  const { status, errorCode = 'TRF.0004', fractionDone } = standing
  if (status === 1) return
  const { bytes, bytesPerSecond, scanMs, failedObjects } = task.plan
  const usual = status === 4 && failedObjects > 0 ? 1 : USUAL_FRACTION[status]
  task.bytesDone = Math.round(bytes * (fractionDone ?? usual))
  task.activeMs = Math.round((task.bytesDone / bytesPerSecond) * 1_000)
  if (status === 5) task.activeMs = Math.max(task.activeMs, scanMs)
  task.startedAt = context.now - task.activeMs
  if (status === 2) beginLeg(task, context.now, context.behaviour)
  else task.phase = restingPhase(status, errorCode, context)
}

type Seed = z.output<typeof taskSeedSchema>

type RequestSeed = Pick<
  Seed,
  | 'taskType'
  | 'description'
  | 'cloudType'
  | 'sourceRegion'
  | 'sourceBucket'
  | 'objectKey'
  | 'destinationBucket'
  | 'bandwidthPolicy'
  | 'recordFailedObjects'
  | 'priority'
  | 'notificationTopic'
>

/** A request as a client would have sent it, with a destination in this region. */
export function requestOf(seed: RequestSeed, region: string): TaskRequest {
  const request = createRequestSchema.parse({
    task_type: seed.taskType,
    description: seed.description,
    src_node: {
      cloud_type: seed.cloudType,
      region: seed.sourceRegion,
      bucket: seed.sourceBucket,
      object_key: seed.objectKey,
    },
    dst_node: { ak: 'seed', sk: 'seed', bucket: seed.destinationBucket, region },
    bandwidth_policy: seed.bandwidthPolicy,
    enable_failed_object_recording: seed.recordFailedObjects,
    task_priority: seed.priority,
    ...(seed.notificationTopic && {
      smn_config: { topic_urn: seed.notificationTopic, trigger_conditions: ['SUCCESS', 'FAILURE'] },
    }),
  })
  return withoutSecrets(request)
}

function planOf(seed: Seed, random: Random): Plan {
  const { bytes, objects, bytesPerSecond, skippedObjects, failedObjects, failure, retryAfterFraction, failedAs } = seed
  return {
    ...{ bytes, objects, bytesPerSecond, skippedObjects, failedObjects },
    scanMs: seed.scanMs ?? scanMsOf(seed),
    phase: random() * 2 * Math.PI,
    ...(failedAs && { failedAs }),
    ...(failure && { failure }),
    ...(retryAfterFraction !== undefined && { retryAfterFraction }),
  }
}

const USUAL_FRACTION = { 2: 0.3, 3: 0.4, 4: 0.6, 5: 1, 6: 0.5, 7: 0.35 } as const

function restingPhase(status: 3 | 4 | 5 | 6 | 7, code: string, { now, behaviour }: SeedContext): Phase {
  const phases = {
    3: { status: 3, since: now - behaviour.deleteGuardMs },
    4: { status: 4, code, endedAt: now },
    5: { status: 5, endedAt: now },
    6: { status: 6, until: now + behaviour.retryMs },
    7: { status: 7, until: now + behaviour.pausingMs },
  } as const
  return phases[status]
}
