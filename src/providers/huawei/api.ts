import { z } from 'zod'
import { AppError } from '../../errors.ts'
import type { OmsCall } from './client.ts'
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
} from './requests.ts'
import { type WirePage, type WireTask, wireCreated, wireNothing, wirePage, wireTask } from './wire.ts'

/*
 * One function per task operation of OMS v2 (5.2). What is asked is checked first: AppError form_invalid.
 * Group and sync operations follow the same pattern.
 */

export type Options = { signal?: AbortSignal; ref?: string }

/** 5.2.1 */
export async function listTasks(call: OmsCall, filter: TaskFilter, options: Options = {}): Promise<WirePage> {
  return call({ method: 'GET', path: '/tasks', query: checked(taskFilter, filter), schema: wirePage, ...options })
}

/** 5.2.2 */
export async function showTask(call: OmsCall, id: string, options: Options = {}): Promise<WireTask> {
  return call({ method: 'GET', path: pathOf(id), schema: wireTask, ...options })
}

/** 5.2.3 Starts by itself. Repeated, it makes a second task. */
export async function createTask(call: OmsCall, task: TaskCreation, options: Options = {}) {
  const body = checked(taskCreation, task)
  const { src_node: source, dst_node: target, source_cdn: cdn } = body
  const secrets = present([
    ...[source.ak, source.sk, source.security_token, source.json_auth_file, source.connection_string],
    ...[target.ak, target.sk, target.security_token, cdn?.authentication_key],
  ])
  return call({ method: 'POST', path: '/tasks', body, secrets, schema: wireCreated, ...options })
}

/** 5.2.4 Answers before the task has paused. */
export async function stopTask(call: OmsCall, id: string, options: Options = {}): Promise<void> {
  await call({ method: 'POST', path: `${pathOf(id)}/stop`, schema: wireNothing, ...options })
}

/** 5.2.5 Resumes a paused task or repeats a failed one. */
export async function startTask(
  call: OmsCall,
  order: TaskStart & { id: string },
  options: Options = {},
): Promise<void> {
  const { id, ...start } = order
  const body = checked(taskStart, start)
  const { migrate_failed_object: _, ...keys } = body
  const secrets = present(Object.values(keys))
  await call({ method: 'POST', path: `${pathOf(id)}/start`, body, secrets, schema: wireNothing, ...options })
}

/** 5.2.6 */
export async function deleteTask(call: OmsCall, id: string, options: Options = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(id), schema: wireNothing, ...options })
}

/** 5.2.7 An empty policy lifts all limits. */
export async function updateBandwidth(
  call: OmsCall,
  change: BandwidthChange & { id: string },
  options: Options = {},
): Promise<void> {
  const { id, ...policy } = change
  const body = checked(bandwidthChange, policy)
  await call({ method: 'PUT', path: `${pathOf(id)}/bandwidth-policy`, body, schema: wireNothing, ...options })
}

/** 5.2.8 */
export async function batchUpdateTasks(call: OmsCall, update: BatchUpdate, options: Options = {}): Promise<void> {
  const { ids, ...rest } = checked(batchUpdate, update)
  const body = { ...rest, ...(ids === undefined ? {} : { ids: ids.map(Number) }) }
  await call({ method: 'POST', path: '/tasks/batch-update', body, schema: wireNothing, ...options })
}

function pathOf(id: string): string {
  return `/tasks/${checked(taskId, id)}`
}

function checked<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw new AppError('form_invalid', { problem: z.prettifyError(result.error) })
}

function present(values: readonly (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined)
}
