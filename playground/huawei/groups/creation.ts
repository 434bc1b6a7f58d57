import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { checkCreateRequest } from '../create-request.ts'
import { type ProjectCall, parseJson, readBody } from '../gateway.ts'
import { planFor } from '../plan.ts'
import { invalidParameter, Refusal } from '../refusals.ts'
import { checkBucketRegion, findDoom, keysOf } from '../storage-access.ts'
import { type Plan, withoutSecrets } from '../task.ts'
import type { Project, World } from '../world.ts'
import { type GroupPlan, newGroup } from './group.ts'
import { taskFormSchema } from './request.ts'

const DAY_MS = 24 * 3_600_000
const TASK_BYTES = 20e9
const MAX_TASKS = 20

/** Creates a group, which creates its tasks by itself. The tasks start by themselves. */
export function createTaskGroup(call: ProjectCall): Answer {
  const { project, world, now } = call
  const { random, behaviour } = world
  if (!project.privacyAccepted) throw new Refusal('OMS.1010')
  const body = readBody(call, taskFormSchema)
  requireEncryption(call)
  const { objectKeyRequired } = behaviour
  checkCreateRequest(body, { region: project.account.region, objectKeyRequired, listsAre: 'folders' })
  checkBucketRegion(project.account, body.dst_node.bucket)
  countCreation(project, world, now)
  const request = withoutSecrets(body)
  const plan = groupPlanOf(planFor(project.account, request, random), Math.floor(random() * 2 ** 31))
  const group = newGroup(request, plan, { at: now, random, queueMs: behaviour.queueMs })
  const code = findDoom(project.account, request, keysOf(body))
  if (code) group.doom = { code, afterTasks: 0 }
  project.groups.set(group.id, group)
  return { status: behaviour.createdStatus, body: { group_id: group.id } }
}

/** Refuses a request without a choice of encryption. Only the reference makes it mandatory. */
function requireEncryption(call: ProjectCall): void {
  const isSaid = z.object({ enable_kms: z.boolean() }).safeParse(parseJson(call.request.body)).success
  if (call.world.behaviour.contract === 'reference' && !isSaid) throw invalidParameter('enable_kms')
}

/**
 * The course of a group. How OMS divides it is not documented; the simulator makes tasks of about 20 GB, at least two.
 */
function groupPlanOf({ bytes, objects, bytesPerSecond }: Plan, seed: number): GroupPlan {
  const taskCount = Math.min(MAX_TASKS, Math.max(2, Math.ceil(bytes / TASK_BYTES)))
  return { taskCount, bytes, objects, bytesPerSecond, skippedObjects: 0, failedObjects: 0, taskFailures: [], seed }
}

function countCreation(project: Project, { behaviour }: World, now: number): void {
  project.groupsCreatedAt = project.groupsCreatedAt.filter((at) => at > now - DAY_MS)
  if (project.groupsCreatedAt.length >= behaviour.groupsPerDayLimit) throw new Refusal('OMS.1037')
  project.groupsCreatedAt.push(now)
}
