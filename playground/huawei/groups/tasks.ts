import { scanMsOf } from '../../cloud/pace.ts'
import { createRandom, type Random } from '../../cloud/random.ts'
import { newTask, type Plan, type Task } from '../task.ts'
import type { Project } from '../world.ts'
import type { Group, GroupPlan } from './group.ts'

export function tasksOf(project: Project, { id }: Group): readonly Task[] {
  return [...project.tasks.values()].filter(({ groupId }) => groupId === id)
}

/** Creates the next task of a group. Only the group sends a notification, not each task. */
export function createNextTask(project: Project, group: Group, { at, queueMs }: { at: number; queueMs: number }): Task {
  const random = createRandom(group.plan.seed + group.created)
  const { smn_config: _notification, ...request } = group.request
  const plan = shareOf(group.plan, group.created, random)
  const task = { ...newTask(request, plan, { at, random, queueMs, tasks: project.tasks }), groupId: group.id }
  group.created += 1
  project.tasks.set(task.id, task)
  return task
}

function shareOf(plan: GroupPlan, task: number, random: Random): Plan {
  const share = (total: number) =>
    Math.floor((total * (task + 1)) / plan.taskCount) - Math.floor((total * task) / plan.taskCount)
  const size = { bytes: share(plan.bytes), objects: share(plan.objects), bytesPerSecond: plan.bytesPerSecond }
  const failure = plan.taskFailures.find((candidate) => candidate.task === task)
  return {
    ...size,
    scanMs: scanMsOf(size),
    skippedObjects: share(plan.skippedObjects),
    failedObjects: share(plan.failedObjects),
    phase: random() * 2 * Math.PI,
    ...(failure && { failure }),
  }
}
