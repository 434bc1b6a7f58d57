import { groupDueAt, stepGroup } from './groups/lifecycle.ts'
import { hasEnded, rankOf, stepTask, taskDueAt } from './lifecycle.ts'
import type { Behaviour, Project } from './world.ts'

/** Carries out everything that was due until now, in order: a finished task makes room for a waiting one. */
export function advance(project: Project, now: number, behaviour: Behaviour): void {
  for (let next = nextDue(project, behaviour); next.at <= now; next = nextDue(project, behaviour)) {
    project.advancedTo = next.at
    next.happen()
  }
  project.advancedTo = now
}

type Due = { at: number; happen(): void }

const NEVER: Due = { at: Number.POSITIVE_INFINITY, happen: () => undefined }

/** The next event of a project. A group looks at its tasks after everything that they do at the same time. */
function nextDue(project: Project, behaviour: Behaviour): Due {
  const task = nextTaskDue(project, behaviour)
  const group = nextGroupDue(project, behaviour)
  return group.at < task.at ? group : task
}

function nextTaskDue(project: Project, behaviour: Behaviour): Due {
  const tasks = [...project.tasks.values()]
  const busy = tasks.filter(({ phase }) => phase.status === 2 || phase.status === 6 || phase.status === 7).length
  const roomAt = busy < behaviour.runningLimit ? project.advancedTo : Number.POSITIVE_INFINITY
  const first = earliest(tasks, (task) => ({ at: taskDueAt(task, roomAt), rank: rankOf(task) }))
  return first ? { at: first.at, happen: () => stepTask(first.what, first.at, behaviour) } : NEVER
}

function nextGroupDue(project: Project, behaviour: Behaviour): Due {
  const groups = [...project.groups.values()]
  if (groups.length === 0) return NEVER
  const busy = groups.filter(({ phase }) => phase.status === 1 || phase.status === 2 || phase.status === 7).length
  const openTasks = [...project.tasks.values()].filter((task) => !hasEnded(task))
  const openIds = new Set(openTasks.map(({ groupId }) => groupId))
  const first = earliest(groups, (group) => ({
    at: groupDueAt(group, {
      roomAt: busy < behaviour.runningGroupsLimit ? project.advancedTo : Number.POSITIVE_INFINITY,
      tasksEndAt: openIds.has(group.id) ? Number.POSITIVE_INFINITY : project.advancedTo,
    }),
    rank: 0,
  }))
  if (!first) return NEVER
  const { what: group, at } = first
  return { at, happen: () => stepGroup({ project, group, at, behaviour }) }
}

/** The earliest event. Of several at the same time, the one with the lowest rank. */
function earliest<What>(all: readonly What[], when: (what: What) => { at: number; rank: number }) {
  let first: { what: What; at: number; rank: number } | undefined
  for (const what of all) {
    const due = { what, ...when(what) }
    if (!first || due.at < first.at || (due.at === first.at && due.rank < first.rank)) first = due
  }
  return first
}
