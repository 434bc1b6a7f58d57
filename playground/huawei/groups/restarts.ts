import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { type ProjectCall, readBody } from '../gateway.ts'
import {
  doomOf,
  type RestartKeys,
  requireFailedObjects,
  requireSourceKeys,
  restart,
  restartSchema,
} from '../restart.ts'
import { findGroupFor } from './changes.ts'
import type { Group } from './group.ts'
import { createOrWatch } from './lifecycle.ts'
import { tasksOf } from './tasks.ts'

const startSchema = restartSchema.omit({ migrate_failed_object: true })

/** Continues the tasks that the pause stopped. OMS does not keep the keys, so they have to be sent again. */
export function startTaskGroup(call: ProjectCall): Answer {
  const group = findGroupFor('start', call)
  const keys = readBody(call, startSchema)
  requireSourceKeys(group.request, keys)
  goOn(call, group, { keys, from: 3, onlyFailed: false })
  return { status: 200 }
}

const optionalKey = z.string().max(100).optional()
const retrySchema = restartSchema.extend({
  ...{ src_ak: optionalKey, src_sk: optionalKey },
  ...{ dst_ak: optionalKey, dst_sk: optionalKey },
})

/**
 * Creates the tasks that could not be created, and repeats those that failed. The reference makes all keys optional;
 * without them OMS accepts the group and it fails again, because OMS keeps no keys.
 */
export function retryTaskGroup(call: ProjectCall): Answer {
  const group = findGroupFor('retry', call)
  const { migrate_failed_object: onlyFailed, ...keys } = readBody(call, retrySchema)
  if (onlyFailed) requireFailedObjects(group.request)
  goOn(call, group, { keys, from: 4, onlyFailed })
  return { status: 200 }
}

type Way = { keys: RestartKeys; from: 3 | 4; onlyFailed: boolean }

function goOn(
  { project, now, world: { behaviour } }: ProjectCall,
  group: Group,
  { keys, from, onlyFailed }: Way,
): void {
  const code = doomOf(project.account, group.request, keys)
  delete group.doom
  if (code) group.doom = { code, afterTasks: group.created }
  const stopped = tasksOf(project, group).filter(({ phase }) => phase.status === from)
  for (const task of stopped) restart(task, code, { now, queueMs: behaviour.queueMs, onlyFailed })
  createOrWatch(group, now, behaviour)
}
