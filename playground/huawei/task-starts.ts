import type { Answer } from '../cloud/http.ts'
import { checkCreateRequest, createRequestSchema } from './create-request.ts'
import { type ProjectCall, readBody } from './gateway.ts'
import { planFor } from './plan.ts'
import { Refusal } from './refusals.ts'
import { doomOf, requireFailedObjects, requireSourceKeys, restart, restartSchema } from './restart.ts'
import { checkBucketRegion, findDoom, keysOf } from './storage-access.ts'
import { newTask, withoutSecrets } from './task.ts'
import { findTask } from './task-reads.ts'
import type { Project, World } from './world.ts'

const DAY_MS = 24 * 3_600_000

/** Creates a task, which starts by itself. */
export function createTask(call: ProjectCall): Answer {
  const { project, world, now } = call
  const { account } = project
  if (!project.privacyAccepted) throw new Refusal('OMS.0092')
  const body = readBody(call, createRequestSchema)
  const { objectKeyRequired } = world.behaviour
  checkCreateRequest(body, { region: account.region, objectKeyRequired, listsAre: 'files' })
  checkBucketRegion(account, body.dst_node.bucket)
  countCreation(project, world, now)
  const request = withoutSecrets(body)
  const doom = findDoom(account, request, keysOf(body))
  const birth = { at: now, random: world.random, queueMs: world.behaviour.queueMs, tasks: project.tasks }
  const task = newTask(request, planFor(account, request, world.random), birth)
  if (doom) task.doom = doom
  project.tasks.set(task.id, task)
  return { status: world.behaviour.createdStatus, body: { id: Number(task.id), task_name: task.name } }
}

export function startTask(call: ProjectCall): Answer {
  const { project, params, now, world } = call
  const task = findTask(project, params.task_id)
  const { status } = task.phase
  if (status === 5) throw new Refusal('OMS.0070')
  if (status !== 3 && status !== 4) throw new Refusal('OMS.0065')
  const { migrate_failed_object: onlyFailed, ...keys } = readBody(call, restartSchema)
  requireSourceKeys(task.request, keys)
  if (onlyFailed) requireFailedObjects(task.request)
  restart(task, doomOf(project.account, task.request, keys), { now, queueMs: world.behaviour.queueMs, onlyFailed })
  return { status: 200 }
}

function countCreation(project: Project, { behaviour }: World, now: number): void {
  project.createdAt = project.createdAt.filter((at) => at > now - DAY_MS)
  const waiting = [...project.tasks.values()].filter(({ phase }) => phase.status === 1).length
  if (project.createdAt.length >= behaviour.createdPerDayLimit || waiting >= behaviour.waitingLimit) {
    throw new Refusal('OMS.0077')
  }
  project.createdAt.push(now)
}
