import { checked } from '../../order.ts'
import type { OmsCall, OmsOptions } from '../client.ts'
import {
  type BandwidthChange,
  type BatchUpdate,
  bandwidthChange,
  batchUpdate,
  type TaskCreation,
  type TaskFilter,
  type TaskStart,
  taskCreation,
  taskFilter,
  taskId,
  taskStart,
} from '../requests/tasks.ts'
import { wireNothing } from '../wire/parts.ts'
import { type WireTask, type WireTaskPage, wireTask, wireTaskCreated, wireTaskPage } from '../wire/tasks.ts'
import { keysIn } from './keys-in.ts'

/* One function per task operation of OMS v2 (5.2). Each checks its order first and throws AppError form_invalid. */

/** Lists tasks (5.2.1). */
export async function listTasks(call: OmsCall, filter: TaskFilter, options: OmsOptions = {}): Promise<WireTaskPage> {
  return call({ method: 'GET', path: '/tasks', query: checked(taskFilter, filter), schema: wireTaskPage, ...options })
}

/** Shows a task (5.2.2). */
export async function showTask(call: OmsCall, id: string, options: OmsOptions = {}): Promise<WireTask> {
  return call({ method: 'GET', path: pathOf(id), schema: wireTask, ...options })
}

/** Creates a task, which starts by itself (5.2.3). Repeated, it creates a second task. */
export async function createTask(call: OmsCall, task: TaskCreation, options: OmsOptions = {}) {
  const body = checked(taskCreation, task)
  const secrets = keysIn(body.src_node, body.dst_node, body.source_cdn)
  return call({ method: 'POST', path: '/tasks', body, secrets, schema: wireTaskCreated, ...options })
}

/** Stops a task (5.2.4). OMS answers before the task has paused. */
export async function stopTask(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'POST', path: `${pathOf(id)}/stop`, schema: wireNothing, ...options })
}

/** Resumes a paused task or repeats a failed one (5.2.5). */
export async function startTask(
  call: OmsCall,
  order: TaskStart & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...start } = order
  const body = checked(taskStart, start)
  const secrets = keysIn(body)
  await call({ method: 'POST', path: `${pathOf(id)}/start`, body, secrets, schema: wireNothing, ...options })
}

/** Deletes a task (5.2.6). */
export async function deleteTask(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(id), schema: wireNothing, ...options })
}

/** Replaces the bandwidth rules of a task (5.2.7). An empty policy lifts all limits. */
export async function updateBandwidth(
  call: OmsCall,
  change: BandwidthChange & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...policy } = change
  const body = checked(bandwidthChange, policy)
  await call({ method: 'PUT', path: `${pathOf(id)}/bandwidth-policy`, body, schema: wireNothing, ...options })
}

/** Changes bandwidth rules and priority of several tasks, or of all tasks of a group (5.2.8). */
export async function batchUpdateTasks(call: OmsCall, update: BatchUpdate, options: OmsOptions = {}): Promise<void> {
  const { ids, ...rest } = checked(batchUpdate, update)
  const body = { ...rest, ...(ids === undefined ? {} : { ids: ids.map(Number) }) }
  await call({ method: 'POST', path: '/tasks/batch-update', body, schema: wireNothing, ...options })
}

function pathOf(id: string): string {
  return `/tasks/${checked(taskId, id)}`
}
