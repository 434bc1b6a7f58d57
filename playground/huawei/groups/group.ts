import type { Random } from '../../cloud/random.ts'
import type { TaskRequest } from '../task.ts'
import { newUuid } from '../uuid.ts'

/** OMS's states of task groups. */
export type GroupPhase =
  /** Waiting for room among the running groups. */
  | { status: 0; readyAt: number }
  /** Creating its tasks. */
  | { status: 1; nextTaskAt: number }
  /** Watching its tasks. */
  | { status: 2 }
  /** 3 paused, 5 failed, 6 completed. */
  | { status: 3 | 5 | 6 }
  /** Creation failed. */
  | { status: 4; code: string }
  /** 7 pausing, 8 waiting for deletion, 9 being deleted. */
  | { status: 7 | 8 | 9; until: number }

/** The course of a group. Its tasks share it equally. */
export type GroupPlan = {
  taskCount: number
  bytes: number
  objects: number
  /** Average speed of each task, in bytes per second. */
  bytesPerSecond: number
  skippedObjects: number
  failedObjects: number
  taskFailures: readonly TaskFailure[]
  /** Seed for the ids and names of its tasks, so that they do not depend on who reads them when. */
  seed: number
}

/** Failures of tasks: the task with this number, counted from 0, fails at this share, this many times. */
export type TaskFailure = { task: number; afterFraction: number; code: string; times: number }

export type Group = {
  id: string
  /** The request in the form of its tasks, without its secrets. */
  request: TaskRequest
  plan: GroupPlan
  phase: GroupPhase
  /** When the present phase began. */
  since: number
  /** Number of tasks that it has created. */
  created: number
  /** When it began to create tasks, or 0 before that. */
  startedAt: number
  /** Time in states 1 and 2 before the present phase, in milliseconds. */
  activeMs: number
  /** Why the creation of its tasks will fail, once it has created this many. */
  doom?: { code: string; afterTasks: number }
}

/** A group that has just been accepted. */
export function newGroup(
  request: TaskRequest,
  plan: GroupPlan,
  { at, random, queueMs }: { at: number; random: Random; queueMs: number },
): Group {
  return {
    id: newUuid(random),
    ...{ request, plan },
    phase: { status: 0, readyAt: at + queueMs },
    ...{ since: at, created: 0, startedAt: 0, activeMs: 0 },
  }
}

/** Ends one phase and begins another. */
export function enter(group: Group, at: number, phase: GroupPhase): void {
  group.activeMs = activeMsAt(group, at)
  group.since = at
  group.phase = phase
}

export function activeMsAt({ phase, activeMs, since }: Group, at: number): number {
  return phase.status === 1 || phase.status === 2 ? activeMs + at - since : activeMs
}
