import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { requireCdnKey } from '../create-request.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { cdnKeyEncryption, destinationKeyEncryption, sourceKeyEncryption } from '../key-encryption.ts'
import { Refusal } from '../refusals.ts'
import { checkBucketRegion } from '../storage-access.ts'
import { isShut, requireSyncRegion, requireSyncs } from './access.ts'
import { checkSyncRequest, syncRequestSchema, withoutKeys } from './request.ts'
import { currentRun, newSync, type Sync, type SyncPlan } from './sync.ts'

const BYTES_PER_OBJECT = 4e6

/** Creates a synchronization task, which runs at once. Its figures stay 0 until somebody sends it events. */
export function createSyncTask(call: ProjectCall): Answer {
  requireSyncs(call)
  const { project, now, world } = call
  const body = readBody(call, syncRequestSchema)
  checkSyncRequest(body, project.account.region)
  checkBucketRegion(project.account, body.dst_bucket)
  if (project.syncs.size >= world.behaviour.syncsLimit) throw new Refusal('S3M.0091')
  const request = withoutKeys(body)
  const isFailing = isShut(project.account, request, body)
  const sync = newSync(request, quietPlan(world.random()), { at: now, random: world.random, isFailing })
  project.syncs.set(sync.id, sync)
  return { status: world.behaviour.createdStatus, body: { sync_task_id: sync.id } }
}

const key = z.string().min(1).max(100)
const startSchema = z.object({
  ...{ src_ak: key, src_sk: key, dst_ak: key, dst_sk: key },
  source_cdn_authentication_key: z.string().max(255).optional(),
  ...{ ...sourceKeyEncryption, ...destinationKeyEncryption, ...cdnKeyEncryption },
})

/** Starts it. OMS does not keep the keys after a pause, so they have to be sent again. */
export function startSyncTask(call: ProjectCall): Answer {
  requireSyncRegion(call)
  const sync = findSync(call)
  if (currentRun(sync)) throw new Refusal('OMS.0065')
  const keys = readBody(call, startSchema)
  const { source_cdn: cdn } = sync.request
  if (cdn) requireCdnKey({ ...cdn, authentication_key: keys.source_cdn_authentication_key })
  sync.startedAt = call.now
  sync.runs.push({ from: call.now, isFailing: isShut(call.project.account, sync.request, keys) })
  return { status: 200 }
}

/** Stops it at once. Unlike tasks and groups, it has no state in between. */
export function stopSyncTask(call: ProjectCall): Answer {
  requireSyncRegion(call)
  const run = currentRun(findSync(call))
  if (!run) throw new Refusal('OMS.0094')
  run.to = call.now
  return { status: 200 }
}

export function deleteSyncTask(call: ProjectCall): Answer {
  requireSyncs(call)
  const sync = findSync(call)
  if (currentRun(sync)) throw new Refusal('OMS.0063')
  call.project.syncs.delete(sync.id)
  call.project.deletedSyncs.add(sync.id)
  return { status: 200 }
}

/**
 * The synchronization task in the path for a change. The reference documents only 400 and 403, so an unknown one is not
 * the 404 of a read.
 */
function findSync({ project, params }: ProjectCall): Sync {
  const id = params.sync_task_id ?? ''
  const sync = project.syncs.get(id)
  if (!sync) throw new Refusal(project.deletedSyncs.has(id) ? 'OMS.0093' : 'OMS.0095')
  return sync
}

function quietPlan(random: number): SyncPlan {
  const seed = Math.floor(random * 2 ** 31)
  return { requestsPerHour: 0, failureShare: 0, skipShare: 0, bytesPerObject: BYTES_PER_OBJECT, dailySwing: 0, seed }
}
