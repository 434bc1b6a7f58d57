import { z } from 'zod'
import { requireCdnKey } from './create-request.ts'
import { cdnKeyEncryption, destinationKeyEncryption, sourceKeyEncryption } from './key-encryption.ts'
import { progressAt } from './progress.ts'
import { invalidParameter, Refusal } from './refusals.ts'
import { findDoom } from './storage-access.ts'
import type { Task, TaskRequest } from './task.ts'
import type { HuaweiAccount } from './world.ts'

const key = z.string().min(1).max(100)
const securityToken = z.string().max(16_384).optional()

/** The keys of a start. OMS does not keep keys after a pause or failure, so they have to be sent again. */
export const restartSchema = z.object({
  src_ak: key.optional(),
  src_sk: key.optional(),
  src_security_token: securityToken,
  json_auth_file: z.string().max(65_535).optional(),
  /** A connection string for Azure. Huawei's SDK has it, the reference does not. */
  connection_string: z.string().optional(),
  dst_ak: key,
  dst_sk: key,
  dst_security_token: securityToken,
  source_cdn_authentication_key: z.string().max(255).optional(),
  ...sourceKeyEncryption,
  ...destinationKeyEncryption,
  ...cdnKeyEncryption,
  migrate_failed_object: z.boolean().default(false),
})

export type RestartKeys = Omit<z.output<typeof restartSchema>, 'migrate_failed_object' | 'dst_ak' | 'dst_sk'> & {
  dst_ak?: string | undefined
  dst_sk?: string | undefined
}

/**
 * Refuses what the schema cannot check: only a URL list, or a source that opens with a file, needs no source keys. A
 * content delivery network that needed a key at creation needs it again.
 */
export function requireSourceKeys({ task_type: type, source_cdn: cdn }: TaskRequest, keys: RestartKeys): void {
  if (cdn) requireCdnKey({ ...cdn, authentication_key: keys.source_cdn_authentication_key })
  if (type === 'url_list' || isOpenedOtherwise(keys)) return
  if (!keys.src_ak) throw invalidParameter('src_ak')
  if (!keys.src_sk) throw invalidParameter('src_sk')
}

export function requireFailedObjects({ enable_failed_object_recording: isRecorded }: TaskRequest): void {
  if (!isRecorded) throw new Refusal('S3M.0301')
}

/** The code with which a run with these keys will fail. Undefined if they open everything. */
export function doomOf(account: HuaweiAccount, request: TaskRequest, keys: RestartKeys): string | undefined {
  const sourcePair = { ak: keys.src_ak, sk: keys.src_sk, token: keys.src_security_token }
  return findDoom(account, request, {
    source: isOpenedOtherwise(keys) ? undefined : sourcePair,
    destination: { ak: keys.dst_ak, sk: keys.dst_sk, token: keys.dst_security_token },
  })
}

function isOpenedOtherwise(keys: RestartKeys): boolean {
  return Boolean(keys.json_auth_file || keys.connection_string)
}

/** Makes a paused or failed task wait for its next run. */
export function restart(
  task: Task,
  doom: string | undefined,
  { now, queueMs, onlyFailed }: { now: number; queueMs: number; onlyFailed: boolean },
): void {
  if (task.phase.status === 4) rewind(task, now, onlyFailed)
  delete task.doom
  if (doom) task.doom = doom
  task.phase = { status: 1, readyAt: now + queueMs }
}

/**
 * Prepares a failed task for its next run. It repeats everything and skips what has arrived, or it takes only what
 * failed. In both cases, the failed objects succeed this time.
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
