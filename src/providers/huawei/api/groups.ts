import { checked } from '../../order.ts'
import type { OmsCall, OmsOptions } from '../client.ts'
import {
  type GroupCreation,
  type GroupFilter,
  type GroupRetry,
  type GroupStart,
  groupCreation,
  groupFilter,
  groupRetry,
  groupStart,
} from '../requests/groups.ts'
import { uuid } from '../requests/nodes.ts'
import { type BandwidthChange, bandwidthChange } from '../requests/tasks.ts'
import { type WireGroup, type WireGroupPage, wireGroup, wireGroupCreated, wireGroupPage } from '../wire/groups.ts'
import { wireNothing } from '../wire/parts.ts'
import { keysIn } from './keys-in.ts'

/* One function per task group operation of OMS v2 (5.4). Each checks its order first: AppError form_invalid. */

/** Lists task groups (5.4.1). */
export async function listGroups(call: OmsCall, filter: GroupFilter, options: OmsOptions = {}): Promise<WireGroupPage> {
  const query = checked(groupFilter, filter)
  return call({ method: 'GET', path: '/taskgroups', query, schema: wireGroupPage, ...options })
}

/** Creates a group, which creates its tasks and starts them by itself (5.4.2). Repeated, it creates a second group. */
export async function createGroup(call: OmsCall, group: GroupCreation, options: OmsOptions = {}) {
  const body = checked(groupCreation, group)
  const secrets = keysIn(body.src_node, body.dst_node, body.source_cdn)
  return call({ method: 'POST', path: '/taskgroups', body, secrets, schema: wireGroupCreated, ...options })
}

/** Shows a task group (5.4.3). */
export async function showGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<WireGroup> {
  return call({ method: 'GET', path: pathOf(id), schema: wireGroup, ...options })
}

/** Deletes a task group (5.4.4). OMS answers before the group is gone. */
export async function deleteGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(id), schema: wireNothing, ...options })
}

/** Stops a task group (5.4.5). OMS answers before the group has paused. It may end instead. */
export async function stopGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'PUT', path: `${pathOf(id)}/stop`, schema: wireNothing, ...options })
}

/** Resumes a paused group (5.4.6). */
export async function startGroup(
  call: OmsCall,
  order: GroupStart & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...start } = order
  const body = checked(groupStart, start)
  const secrets = keysIn(body)
  await call({ method: 'PUT', path: `${pathOf(id)}/start`, body, secrets, schema: wireNothing, ...options })
}

/** Repeats a failed group (5.4.7). */
export async function retryGroup(
  call: OmsCall,
  order: GroupRetry & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...retry } = order
  const body = checked(groupRetry, retry)
  const secrets = keysIn(body)
  await call({ method: 'PUT', path: `${pathOf(id)}/retry`, body, secrets, schema: wireNothing, ...options })
}

/** Replaces the bandwidth rules of a group (5.4.8). An empty policy lifts all limits. */
export async function updateGroupBandwidth(
  call: OmsCall,
  change: BandwidthChange & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...policy } = change
  const body = checked(bandwidthChange, policy)
  await call({ method: 'PUT', path: `${pathOf(id)}/update`, body, schema: wireNothing, ...options })
}

function pathOf(id: string): string {
  return `/taskgroups/${checked(uuid, id)}`
}
