import { hasEnded } from '../lifecycle.ts'
import type { Behaviour, Project } from '../world.ts'
import { enter, type Group, type GroupPhase } from './group.ts'
import { createNextTask, tasksOf } from './tasks.ts'

/**
 * When the next thing happens to a group by itself. `roomAt` is when another group can run, and `tasksEndAt` when none
 * of its tasks is active.
 */
export function groupDueAt({ phase }: Group, when: { roomAt: number; tasksEndAt: number }): number {
  switch (phase.status) {
    case 0:
      return Math.max(phase.readyAt, when.roomAt)
    case 1:
      return phase.nextTaskAt
    case 2:
      return when.tasksEndAt
    case 7:
    case 8:
    case 9:
      return phase.until
    default:
      return Number.POSITIVE_INFINITY
  }
}

export type GroupStep = { project: Project; group: Group; at: number; behaviour: Behaviour }

/** Carries out what happens to a group by itself. */
export function stepGroup({ project, group, at, behaviour }: GroupStep): void {
  const isCreating = group.phase.status === 1 && creationFailureOf(group) === undefined
  if (isCreating) createNextTask(project, group, { at, queueMs: behaviour.queueMs })
  const phase = nextPhase({ project, group, at, behaviour })
  if (phase) enter(group, at, phase)
  else remove(project, group)
}

/** Continues to create tasks, or watches them once all exist. */
export function createOrWatch(group: Group, at: number, { taskCreationMs }: Behaviour): void {
  enter(group, at, creatingOrWatching(group, at + taskCreationMs))
}

/** The next phase. Undefined if the group is gone. */
function nextPhase({ project, group, at, behaviour }: GroupStep): GroupPhase | undefined {
  switch (group.phase.status) {
    case 0:
      group.startedAt ||= at
      return creatingOrWatching(group, at + behaviour.taskCreationMs)
    case 1: {
      const code = creationFailureOf(group)
      return code === undefined ? creatingOrWatching(group, at + behaviour.taskCreationMs) : { status: 4, code }
    }
    case 2:
      return { status: outcomeOf(project, group) }
    case 7:
      // It may have ended meanwhile.
      return { status: outcomeOf(project, group) === 6 ? 6 : 3 }
    case 8:
      return { status: 9, until: at + behaviour.groupDeletionMs }
    default:
      return undefined
  }
}

function creatingOrWatching({ created, plan }: Group, nextTaskAt: number): GroupPhase {
  return created < plan.taskCount ? { status: 1, nextTaskAt } : { status: 2 }
}

function creationFailureOf({ doom, created }: Group): string | undefined {
  return doom && doom.afterTasks <= created ? doom.code : undefined
}

/** The state in which a group ends: 3 while a task is active or not created yet. */
function outcomeOf(project: Project, group: Group): 3 | 5 | 6 {
  const tasks = tasksOf(project, group)
  if (group.created < group.plan.taskCount || !tasks.every(hasEnded)) return 3
  return tasks.some(({ phase }) => phase.status === 4) ? 5 : 6
}

function remove(project: Project, group: Group): void {
  for (const { id } of tasksOf(project, group)) project.tasks.delete(id)
  project.groups.delete(group.id)
}
