import { z } from 'zod'
import { bandwidthPolicySchema } from './bandwidth.ts'
import { createRequestSchema } from './create-request.ts'
import { beginLeg } from './lifecycle.ts'
import type { Random } from './random.ts'
import { newTaskId, newTaskName, type Phase, type Plan, type Task, withoutSecrets } from './task.ts'
import type { Behaviour, Project } from './world.ts'

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** A task put into the world in any state; whatever is left out gets a plausible value. */
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
  /** How far it is; each state has its own default. */
  fractionDone: fraction.optional(),
  scanMs: count.min(1).optional(),
  skippedObjects: count.default(0),
  failedObjects: count.default(0),
  /** Fails by itself later, so many times (default once). */
  failure: z.object({ afterFraction: fraction, code: z.string(), times: count.default(1) }).optional(),
  retryAfterFraction: fraction.optional(),
  /** Why a task seeded in state 4 failed. */
  errorCode: z.string().default('TRF.0004'),
  recordFailedObjects: z.boolean().default(true),
  bandwidthPolicy: bandwidthPolicySchema.default([]),
  priority: createRequestSchema.shape.task_priority,
  notificationTopic: z.string().optional(),
  /** The code with which the SMN notification about the end fails. */
  notificationError: z.string().optional(),
})

export type TaskSeed = z.input<typeof taskSeedSchema>

type SeedContext = { now: number; random: Random; behaviour: Behaviour }

/** Adds the task to its project and returns it. */
export function plantTask(project: Project, input: TaskSeed, context: SeedContext): Task {
  const seed = taskSeedSchema.parse(input)
  const { now, random } = context
  const request = withoutSecrets(requestOf(seed, project.account.region))
  const task: Task = {
    id: seed.id ?? unusedId(project, now, random),
    name: seed.name ?? newTaskName(request, now, random),
    groupId: seed.groupId,
    request,
    plan: planOf(seed, random),
    phase: { status: 1, readyAt: now + context.behaviour.queueMs },
    startedAt: 0,
    bytesDone: 0,
    activeMs: 0,
    ...(seed.notificationError && { notificationError: seed.notificationError }),
  }
  putIntoState(task, seed, context)
  project.tasks.set(task.id, task)
  return task
}

export function unusedId(project: Project, now: number, random: Random): string {
  const id = newTaskId(now, random)
  return project.tasks.has(id) ? unusedId(project, now, random) : id
}

/** Counting takes about 20,000 objects a second, and never most of the run. */
export function scanMsOf(size: { bytes: number; objects: number; bytesPerSecond: number }): number {
  const runMs = (size.bytes / size.bytesPerSecond) * 1_000
  return Math.ceil(Math.max(1_000, Math.min(2_000 + size.objects / 20, runMs / 5)))
}

type Seed = z.output<typeof taskSeedSchema>

function requestOf(seed: Seed, region: string) {
  return createRequestSchema.parse({
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
}

function planOf(seed: Seed, random: Random): Plan {
  const { bytes, objects, bytesPerSecond, skippedObjects, failedObjects, failure, retryAfterFraction } = seed
  return {
    ...{ bytes, objects, bytesPerSecond, skippedObjects, failedObjects },
    scanMs: seed.scanMs ?? scanMsOf(seed),
    phase: random() * 2 * Math.PI,
    ...(failure && { failure }),
    ...(retryAfterFraction !== undefined && { retryAfterFraction }),
  }
}

const USUAL_FRACTION = { 2: 0.3, 3: 0.4, 4: 0.6, 5: 1, 6: 0.5, 7: 0.35 } as const

function putIntoState(task: Task, seed: Seed, context: SeedContext): void {
  const { status } = seed
  if (status === 1) return
  const usual = status === 4 && seed.failedObjects > 0 ? 1 : USUAL_FRACTION[status]
  task.bytesDone = Math.round(seed.bytes * (seed.fractionDone ?? usual))
  task.activeMs = Math.round((task.bytesDone / seed.bytesPerSecond) * 1_000)
  if (status === 5) task.activeMs = Math.max(task.activeMs, task.plan.scanMs)
  task.startedAt = context.now - task.activeMs
  if (status === 2) beginLeg(task, context.now, context.behaviour)
  else task.phase = restingPhase(status, seed.errorCode, context)
}

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
