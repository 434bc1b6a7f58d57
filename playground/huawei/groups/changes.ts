import type { Answer } from '../../cloud/http.ts'
import { checkBandwidthPolicy } from '../bandwidth.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { hasEnded, leave, limit } from '../lifecycle.ts'
import { Refusal, type RefusalCode } from '../refusals.ts'
import type { Task } from '../task.ts'
import { bandwidthUpdateSchema } from '../task-changes.ts'
import type { Behaviour } from '../world.ts'
import { enter, type Group } from './group.ts'
import { tasksOf } from './tasks.ts'

/**
 * Pauses a group. It is asynchronous: pausing (7) at once, soon after paused (3), or completed (6) if that came first.
 */
export function stopTaskGroup(call: ProjectCall): Answer {
  const { project, now, world } = call
  const group = findGroupFor('stop', call)
  const until = now + world.behaviour.pausingMs
  for (const task of tasksOf(project, group)) pause(task, now, until)
  enter(group, now, { status: 7, until })
  return { status: 200 }
}

/** Deletes a group. It is asynchronous: waiting for deletion (8), being deleted (9), then gone with all its tasks. */
export function deleteTaskGroup(call: ProjectCall): Answer {
  const group = findGroupFor('delete', call)
  enter(group, call.now, { status: 8, until: call.now + call.world.behaviour.groupDeletionMs })
  return { status: 200 }
}

const UNLIMITABLE: readonly number[] = [6, 8, 9]

/**
 * Changes a group's bandwidth rules. The reference allows it until the group is completed; the code of the refusal is a
 * guess.
 */
export function updateTaskGroup(call: ProjectCall): Answer {
  const { project, now, world } = call
  const group = findGroup(call)
  const { bandwidth_policy: policy } = readBody(call, bandwidthUpdateSchema)
  checkBandwidthPolicy(policy)
  if (UNLIMITABLE.includes(group.phase.status)) throw new Refusal('OMS.1036')
  group.request = { ...group.request, bandwidth_policy: policy }
  const openTasks = tasksOf(project, group).filter((task) => !hasEnded(task))
  for (const task of openTasks) limit(task, policy, { now, behaviour: world.behaviour })
  return { status: 200 }
}

const REFUSALS = {
  stop: 'OMS.1038',
  start: 'OMS.1039',
  retry: 'OMS.1040',
  delete: 'OMS.1047',
} as const satisfies Record<keyof Behaviour['groupStates'], RefusalCode>

/** The group in the path. Throws if its state does not allow the action. */
export function findGroupFor(action: keyof Behaviour['groupStates'], call: ProjectCall): Group {
  const group = findGroup(call)
  const states = call.world.behaviour.groupStates[action]
  if (!states.includes(group.phase.status)) throw new Refusal(REFUSALS[action])
  return group
}

/**
 * The group in the path for a change. The reference documents only 400 and 403, so an unknown group is not the 404 of a
 * read.
 */
function findGroup({ project, params }: ProjectCall): Group {
  const group = project.groups.get(params.group_id ?? '')
  if (!group) throw new Refusal('OMS.1009')
  return group
}

/** Pauses a task, unless it completes before the pause takes effect. */
function pause(task: Task, now: number, until: number): void {
  const { phase } = task
  if (phase.status === 1) task.phase = { status: 3, since: now }
  if (phase.status === 6) leave(task, now, { status: 7, until })
  if (phase.status !== 2) return
  const isNearlyDone = phase.leg.ending.to === 5 && phase.leg.endsAt <= until
  if (!isNearlyDone) leave(task, now, { status: 7, until })
}
