import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { bandwidthPolicySchema, checkBandwidthPolicy } from './bandwidth.ts'
import { createRequestSchema } from './create-request.ts'
import { type ProjectCall, readBody } from './gateway.ts'
import { leave, limit } from './lifecycle.ts'
import { invalidParameter, Refusal } from './refusals.ts'
import type { Task } from './task.ts'
import { findTask } from './task-reads.ts'
import type { Project } from './world.ts'

/** Pauses a task. It is asynchronous: pausing (7) at once, paused (3) soon after. */
export function stopTask({ project, params, now, world }: ProjectCall): Answer {
  const task = findTask(project, params.task_id)
  if (task.phase.status !== 2) throw new Refusal('OMS.0066')
  leave(task, now, { status: 7, until: now + world.behaviour.pausingMs })
  return { status: 200 }
}

/** Deletes a task. Right after a pause it is still refused as "in progress", although the task is shown as paused. */
export function deleteTask({ project, params, now, world }: ProjectCall): Answer {
  const { id, phase } = findTask(project, params.task_id)
  const isBusy = phase.status === 2 || phase.status === 6 || phase.status === 7
  const isJustPaused = phase.status === 3 && now < phase.since + world.behaviour.deleteGuardMs
  if (isBusy || isJustPaused) throw new Refusal('OMS.0063')
  project.tasks.delete(id)
  return { status: 200 }
}

export const bandwidthUpdateSchema = z.object({ bandwidth_policy: bandwidthPolicySchema })

export function updateBandwidthPolicy(call: ProjectCall): Answer {
  const task = findTask(call.project, call.params.task_id)
  const { bandwidth_policy: policy } = readBody(call, bandwidthUpdateSchema)
  checkBandwidthPolicy(policy)
  if (task.phase.status === 5) throw new Refusal('OMS.0086', 'the task is complete')
  limit(task, policy, { now: call.now, behaviour: call.world.behaviour })
  return { status: 200 }
}

const batchUpdateSchema = z.object({
  group_id: z.string().min(1).max(36).optional(),
  ids: z.array(z.number().int().nonnegative()).max(20).optional(),
  bandwidth_policy: bandwidthPolicySchema,
  task_priority: createRequestSchema.shape.task_priority.unwrap().optional(),
})

/** Changes several tasks, all or none. The reference does not say what happens if one of them cannot be changed. */
export function batchUpdateTasks(call: ProjectCall): Answer {
  const { bandwidth_policy: policy, task_priority: priority, ...target } = readBody(call, batchUpdateSchema)
  checkBandwidthPolicy(policy)
  const tasks = findTargets(call.project, target)
  if (priority && tasks.some(({ phase }) => ![1, 3, 4].includes(phase.status))) throw invalidParameter('task_priority')
  const group = call.project.groups.get(target.group_id ?? '')
  if (group) group.request = { ...group.request, bandwidth_policy: policy }
  for (const task of tasks) {
    limit(task, policy, { now: call.now, behaviour: call.world.behaviour })
    if (priority) task.request = { ...task.request, task_priority: priority }
  }
  return { status: 200 }
}

function findTargets(project: Project, target: { group_id?: string | undefined; ids?: number[] | undefined }): Task[] {
  const { group_id: groupId, ids } = target
  if ((groupId === undefined) === (ids === undefined)) throw invalidParameter('ids')
  const tasks = ids
    ? ids.map((id) => findTask(project, String(id)))
    : [...project.tasks.values()].filter((task) => task.groupId === groupId)
  if (tasks.length === 0) throw new Refusal('OMS.1009')
  return tasks
}
