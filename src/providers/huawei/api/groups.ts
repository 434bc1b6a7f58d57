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

/* One function per task group operation of OMS v2 (5.4). What is asked is checked first: AppError form_invalid. */

/** 5.4.1 */
export async function listGroups(call: OmsCall, filter: GroupFilter, options: OmsOptions = {}): Promise<WireGroupPage> {
  const query = checked(groupFilter, filter)
  return call({ method: 'GET', path: '/taskgroups', query, schema: wireGroupPage, ...options })
}

/** 5.4.2 Makes its tasks and starts them by itself. Repeated, it makes a second group. */
export async function createGroup(call: OmsCall, group: GroupCreation, options: OmsOptions = {}) {
  const body = checked(groupCreation, group)
  const secrets = keysIn(body.src_node, body.dst_node, body.source_cdn)
  return call({ method: 'POST', path: '/taskgroups', body, secrets, schema: wireGroupCreated, ...options })
}

/** 5.4.3 */
export async function showGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<WireGroup> {
  return call({ method: 'GET', path: pathOf(id), schema: wireGroup, ...options })
}

/** 5.4.4 Answers before the group is gone. */
export async function deleteGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(id), schema: wireNothing, ...options })
}

/** 5.4.5 Answers before the group has paused; it may end instead. */
export async function stopGroup(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'PUT', path: `${pathOf(id)}/stop`, schema: wireNothing, ...options })
}

/** 5.4.6 Resumes a paused group. */
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

/** 5.4.7 Repeats a failed group. */
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

/** 5.4.8 An empty policy lifts all limits. */
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
