import { z } from 'zod'
import { checkCreateRequest, createRequestSchema } from './create-request.ts'
import { type Answer, type ProjectCall, readBody } from './gateway.ts'
import { progressAt } from './progress.ts'
import type { Random } from './random.ts'
import { invalidParameter, Refusal } from './refusals.ts'
import { findDoom, keysOf } from './storage-access.ts'
import { newTaskName, type Plan, type Task, type TaskRequest, withoutSecrets } from './task.ts'
import { findTask } from './task-reads.ts'
import { scanMsOf, unusedId } from './task-seed.ts'
import type { HuaweiAccount, Project, World } from './world.ts'

const DAY_MS = 24 * 3_600_000

/** A created task starts by itself. */
export function createTask(call: ProjectCall): Answer {
  const { project, world, now } = call
  const { account } = project
  if (account.privacyAccepted === false) throw new Refusal('OMS.0092')
  const body = readBody(call, createRequestSchema)
  checkCreateRequest(body, { region: account.region, objectKeyRequired: world.behaviour.objectKeyRequired })
  checkBucketRegion(account, body.dst_node.bucket)
  countCreation(project, world, now)
  const request = withoutSecrets(body)
  const doom = findDoom(account, request, keysOf(body))
  const task: Task = {
    ...blankTask(request, planFor(account, request, world.random)),
    id: unusedId(project, now, world.random),
    name: newTaskName(request, now, world.random),
    phase: { status: 1, readyAt: now + world.behaviour.queueMs },
    ...(doom && { doom }),
  }
  project.tasks.set(task.id, task)
  return { status: world.behaviour.createdStatus, body: { id: Number(task.id), task_name: task.name } }
}

const key = z.string().min(1).max(100)
const startSchema = z.object({
  src_ak: key.optional(),
  src_sk: key.optional(),
  src_security_token: z.string().max(16_384).optional(),
  json_auth_file: z.string().max(65_535).optional(),
  /** Azure; in Huawei's SDK, not in its reference. */
  connection_string: z.string().optional(),
  dst_ak: key,
  dst_sk: key,
  dst_security_token: z.string().max(16_384).optional(),
  source_cdn_authentication_key: z.string().max(255).optional(),
  migrate_failed_object: z.boolean().default(false),
})

/** OMS forgot the keys at the pause: they have to be sent again. */
export function startTask(call: ProjectCall): Answer {
  const { project, params, now, world } = call
  const task = findTask(project, params.task_id)
  const { status } = task.phase
  if (status === 5) throw new Refusal('OMS.0070')
  if (status !== 3 && status !== 4) throw new Refusal('OMS.0065')
  const keys = readBody(call, startSchema)
  const isOpenOtherwise = Boolean(keys.json_auth_file || keys.connection_string)
  if (task.request.task_type !== 'url_list' && !isOpenOtherwise) requireSourceKeys(keys)
  const onlyFailed = keys.migrate_failed_object
  if (onlyFailed && !task.request.enable_failed_object_recording) throw new Refusal('S3M.0301')
  if (status === 4) rewind(task, now, onlyFailed)
  delete task.doom
  const doom = findDoom(project.account, task.request, {
    source: { ak: keys.src_ak, sk: keys.src_sk, token: keys.src_security_token },
    destination: { ak: keys.dst_ak, sk: keys.dst_sk, token: keys.dst_security_token },
  })
  if (doom) task.doom = doom
  task.phase = { status: 1, readyAt: now + world.behaviour.queueMs }
  return { status: 200 }
}

function requireSourceKeys(keys: z.output<typeof startSchema>): void {
  if (!keys.src_ak) throw invalidParameter('src_ak')
  if (!keys.src_sk) throw invalidParameter('src_sk')
}

/**
 * A failed task goes through everything again and skips what already arrived; or it takes up only what failed.
 * Either way the objects that failed get through this time.
 */
function rewind(task: Task, now: number, onlyFailed: boolean): void {
  const { plan } = task
  const { failed, successful } = progressAt(task, now)
  const failedBytes = plan.objects > 0 ? Math.ceil((plan.bytes * failed) / plan.objects) : 0
  if (onlyFailed) {
    task.plan = { ...plan, failedObjects: 0 }
    task.bytesDone = Math.max(0, task.bytesDone - failedBytes)
    return
  }
  task.plan = { ...plan, failedObjects: 0, skippedObjects: plan.skippedObjects + successful }
  task.bytesDone = 0
  task.activeMs = 0
}

function checkBucketRegion({ buckets = [], region }: HuaweiAccount, name: string): void {
  const own = buckets.filter((bucket) => bucket.name === name && (bucket.cloudType ?? 'HuaweiCloud') === 'HuaweiCloud')
  if (own.length > 0 && own.every((bucket) => bucket.region !== region)) throw new Refusal('OMS.0183')
}

function countCreation(project: Project, { behaviour }: World, now: number): void {
  project.createdAt = project.createdAt.filter((at) => at > now - DAY_MS)
  const waiting = [...project.tasks.values()].filter(({ phase }) => phase.status === 1).length
  if (project.createdAt.length >= behaviour.createdPerDayLimit || waiting >= behaviour.waitingLimit) {
    throw new Refusal('OMS.0077')
  }
  project.createdAt.push(now)
}

function blankTask(request: TaskRequest, plan: Plan) {
  return { groupId: '', request, plan, startedAt: 0, bytesDone: 0, activeMs: 0 }
}

/** What the source bucket holds where the account lists it, otherwise something between 5 and 60 GB. */
function planFor({ buckets = [] }: HuaweiAccount, { src_node: source }: TaskRequest, random: Random): Plan {
  const bucket = buckets.find(
    ({ name, cloudType = 'HuaweiCloud' }) => name === source.bucket && cloudType === source.cloud_type,
  )
  const bytes = bucket?.bytes ?? Math.round(5e9 + random() * 55e9)
  const objects = bucket?.objects ?? Math.ceil(bytes / 4e6)
  const bytesPerSecond = Math.round(30e6 + random() * 25e6)
  const scanMs = scanMsOf({ bytes, objects, bytesPerSecond })
  return { bytes, objects, bytesPerSecond, scanMs, skippedObjects: 0, failedObjects: 0, phase: random() * 2 * Math.PI }
}
