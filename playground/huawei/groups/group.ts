import type { Random } from '../../cloud/random.ts'
import type { TaskRequest } from '../task.ts'
import { newUuid } from '../uuid.ts'

/** OMS's states of task groups. */
export type GroupPhase =
  /** Waiting for room among the groups that run. */
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

/** What the group will meet; its tasks share it equally. */
export type GroupPlan = {
  taskCount: number
  bytes: number
  objects: number
  /** Of each task, on average. */
  bytesPerSecond: number
  skippedObjects: number
  failedObjects: number
  taskFailures: readonly TaskFailure[]
  /** Makes ids and names of its tasks, so that they do not depend on who looks when. */
  seed: number
}

/** The task with this number, counted from 0, fails when this share of it is done, this many times. */
export type TaskFailure = { task: number; afterFraction: number; code: string; times: number }

export type Group = {
  id: string
  /** In the form that its tasks take over, without its secrets. */
  request: TaskRequest
  plan: GroupPlan
  phase: GroupPhase
  /** When the phase began. */
  since: number
  /** How many of its tasks it has created. */
  created: number
  /** When it began creating tasks; 0 before that. */
  startedAt: number
  /** Time in states 1 and 2, as of the start of the phase. */
  activeMs: number
  /** Why the creation of its tasks will fail, once it has created so many. */
  doom?: { code: string; afterTasks: number }
}

/** A group that has only just been accepted. */
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
