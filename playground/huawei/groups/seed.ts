import { z } from 'zod'
import { bandwidthPolicySchema } from '../bandwidth.ts'
import { createRequestSchema } from '../create-request.ts'
import { birthOf, placeTask, requestOf, type SeedContext, type Standing } from '../task-seed.ts'
import type { Project } from '../world.ts'
import { type Group, type GroupPhase, newGroup } from './group.ts'
import { groupTypeSchema, TASK_TYPES } from './request.ts'
import { createNextTask } from './tasks.ts'

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** A task group to add in any state. Absent fields get plausible values. */
export const groupSeedSchema = z.object({
  id: z.uuid().optional(),
  description: z.string().default(''),
  /** 0 waiting, 1 creating, 2 monitoring, 3 paused, 4 creation failed, 5 failed, 6 completed, 7 pausing, 8 and 9 deleting. */
  status: z.literal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).default(2),
  taskType: groupTypeSchema,
  cloudType: createRequestSchema.shape.src_node.shape.cloud_type,
  sourceRegion: z.string().default('cn-hangzhou'),
  sourceBucket: z.string().default('media-library'),
  destinationBucket: z.string().default('media-archive'),
  objectKey: z.array(z.string()).default(['']),
  /** Figures of the whole group. */
  bytes: count.default(400_000_000_000),
  objects: count.default(96_000),
  skippedObjects: count.default(0),
  failedObjects: count.default(0),
  /** Figures of each task. */
  bytesPerSecond: z.number().positive().default(40_000_000),
  taskCount: z.number().int().positive().default(4),
  /** The completed share of the group, which works through its tasks in order. */
  fractionDone: fraction.default(0.3),
  /** Tasks that fail, counted from 0, when (by default halfway) and how often (by default once). */
  taskFailures: z
    .array(z.object({ task: count, code: z.string(), afterFraction: fraction.default(0.5), times: count.default(1) }))
    .optional(),
  /** Makes the creation of its tasks fail: once half of them exist, or from the start if it is seeded in state 4. */
  creationFailure: z.string().optional(),
  recordFailedObjects: z.boolean().default(true),
  bandwidthPolicy: bandwidthPolicySchema.default([]),
  notificationTopic: z.string().optional(),
})

export type GroupSeed = z.input<typeof groupSeedSchema>
type Seed = z.output<typeof groupSeedSchema>

/** Adds the group and the tasks that it has created by then to their project. Returns the group. */
export function plantGroup(project: Project, input: GroupSeed, context: SeedContext): Group {
  const seed = groupSeedSchema.parse(input)
  const { now, behaviour } = context
  const plan = planOf(seed, Math.floor(context.random() * 2 ** 31))
  const asTask = { ...seed, taskType: TASK_TYPES[seed.taskType], priority: 'MEDIUM' } as const
  const group = newGroup(requestOf(asTask, project.account.region), plan, birthOf(project, context))
  if (seed.id) group.id = seed.id
  if (seed.creationFailure) {
    group.doom = { code: seed.creationFailure, afterTasks: Math.floor(seed.taskCount / 2) }
  }
  for (let index = 0; index < createdBy(seed); index++) {
    const task = createNextTask(project, group, { at: now, queueMs: behaviour.queueMs })
    placeTask(task, standingOf(seed, plan.taskFailures, index), context)
    group.activeMs += task.activeMs
  }
  if (seed.status !== 0) {
    group.startedAt = now - group.activeMs
    group.phase = phaseOf(seed, context)
  }
  project.groups.set(group.id, group)
  return group
}

function planOf(
  { taskCount, bytes, objects, bytesPerSecond, skippedObjects, failedObjects, ...seed }: Seed,
  ids: number,
) {
  const hasFailed = seed.status === 5
  const failures = seed.taskFailures ?? (hasFailed && failedObjects === 0 ? failuresOfTwo(taskCount) : [])
  const taskFailures = failures.map((failure) => ({ ...failure, times: failure.times - Number(hasFailed) }))
  return { taskCount, bytes, objects, bytesPerSecond, skippedObjects, failedObjects, taskFailures, seed: ids }
}

/**
 * Failures for a failed group that is hard for clients: its tasks failed for different reasons, so it has none itself.
 */
function failuresOfTwo(taskCount: number) {
  return ['TRF.0055', 'TRF.0157'].map((code, back) => ({
    ...{ task: taskCount - 1 - back, code, afterFraction: 0.5, times: 1 },
  }))
}

function createdBy({ status, taskCount }: Seed): number {
  if (status === 0) return 0
  return status === 1 || status === 4 ? Math.floor(taskCount / 2) : taskCount
}

function standingOf(seed: Seed, failures: NonNullable<Seed['taskFailures']>, index: number): Standing {
  const { status, failedObjects } = seed
  const done: Standing = failedObjects > 0 ? { status: 4, fractionDone: 1 } : { status: 5 }
  switch (status) {
    case 2:
    case 3:
    case 7: {
      const ahead = seed.fractionDone * seed.taskCount - index
      if (ahead >= 1) return done
      if (ahead > 0) return { status, fractionDone: ahead }
      return status === 2 ? { status: 1 } : { status: 3, fractionDone: 0 }
    }
    case 5: {
      const failure = failures.find(({ task }) => task === index)
      return failure ? { status: 4, errorCode: failure.code, fractionDone: failure.afterFraction } : done
    }
    case 6:
    case 8:
    case 9:
      return { status: 5 }
    default:
      return { status: 1 }
  }
}

function phaseOf({ status, creationFailure = 'TRF.0151' }: Seed, { now, behaviour }: SeedContext): GroupPhase {
  switch (status) {
    case 0:
      return { status, readyAt: now + behaviour.queueMs }
    case 1:
      return { status, nextTaskAt: now + behaviour.taskCreationMs }
    case 4:
      return { status, code: creationFailure }
    case 7:
      return { status, until: now + behaviour.pausingMs }
    case 8:
    case 9:
      return { status, until: now + behaviour.groupDeletionMs }
    default:
      return { status }
  }
}
