import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { scanMsOf } from '../../cloud/pace.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import { invalidParameter, Refusal } from '../refusals.ts'
import { findBucket } from '../storage-access.ts'
import { newTask } from '../task.ts'
import type { Project } from '../world.ts'
import { requireSyncRegion, taskRequestOf } from './access.ts'
import { currentRun, type Sync } from './sync.ts'

const BYTES_PER_SECOND = 30e6

const eventSchema = z.object({ object_keys: z.array(z.string().min(1).max(16_384)).min(1).max(100) })

/** Pushes objects by their URL-encoded names. A separate migration task copies them. */
export function createSyncEvents(call: ProjectCall): Answer {
  requireSyncRegion(call)
  const { project, params, now } = call
  const sync = project.syncs.get(params.sync_task_id ?? '')
  if (!sync) throw new Refusal('OMS.2002', undefined, 404)
  const run = currentRun(sync)
  if (!run) throw new Refusal('OMS.0094')
  const { object_keys: keys } = readBody(call, eventSchema)
  if (keys.length > call.world.behaviour.namesPerEvent) throw invalidParameter('object_keys')
  const names = keys.map(decodeName)
  const failed = run.isFailing ? names.length : names.filter((name) => !isInSource(project, sync, name)).length
  sync.events.push({ at: now, objects: names.length, failed })
  addSubTask(call, sync, { names, failed })
  return { status: 200 }
}

/** Decodes a name. A plus sign means a space, so a name with a plus sign needs `%2B`. */
function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch {
    throw invalidParameter('object_keys')
  }
}

function isInSource({ account }: Project, { request }: Sync, name: string): boolean {
  const contents = findBucket(account, request.src_cloud_type, request.src_bucket)?.contents
  return !contents || contents.some(({ key }) => key === name)
}

function addSubTask(
  { project, now, world }: ProjectCall,
  { id: syncId, request, plan }: Sync,
  { names, failed }: { names: readonly string[]; failed: number },
): void {
  const size = { bytes: names.length * plan.bytesPerObject, objects: names.length, bytesPerSecond: BYTES_PER_SECOND }
  const { random, behaviour } = world
  const task = newTask(
    taskRequestOf(request, names),
    { ...size, scanMs: scanMsOf(size), skippedObjects: 0, failedObjects: failed, phase: random() * 2 * Math.PI },
    { at: now, random, queueMs: behaviour.queueMs, tasks: project.tasks },
  )
  project.tasks.set(task.id, { ...task, syncId })
}
