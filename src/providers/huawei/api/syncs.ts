import { checked } from '../../order.ts'
import type { OmsCall, OmsOptions } from '../client.ts'
import { uuid } from '../requests/nodes.ts'
import {
  eventSize,
  objectNames,
  type SyncCreation,
  type SyncFilter,
  type SyncStart,
  type SyncStatistics,
  syncCreation,
  syncFilter,
  syncStart,
  syncStatistics,
} from '../requests/syncs.ts'
import { wireNothing } from '../wire/parts.ts'
import {
  type WireStatistics,
  type WireSync,
  type WireSyncPage,
  wireStatistics,
  wireSync,
  wireSyncCreated,
  wireSyncPage,
} from '../wire/syncs.ts'
import { keysIn } from './keys-in.ts'

/*
 * One function per operation on synchronization tasks of OMS v2 (5.3). Each checks its order first and throws AppError
 * form_invalid. Events, statistics, stop and start exist in cn-north-4 and cn-east-3 only; OMS refuses them elsewhere.
 */

/**
 * Has a synchronization task copy up to ten changed objects, by their names in the bucket (5.3.1). A plus sign would be
 * read as a blank.
 */
export async function createSyncEvents(
  call: OmsCall,
  { id, names }: { id: string; names: readonly string[] },
  options: OmsOptions = {},
): Promise<void> {
  const body = { object_keys: checked(objectNames.max(eventSize), names).map(encodeURIComponent) }
  await call({ method: 'POST', path: `${pathOf(id)}/events`, body, schema: wireNothing, ...options })
}

/** Lists synchronization tasks (5.3.2). */
export async function listSyncs(call: OmsCall, filter: SyncFilter, options: OmsOptions = {}): Promise<WireSyncPage> {
  const query = checked(syncFilter, filter)
  return call({ method: 'GET', path: '/sync-tasks', query, schema: wireSyncPage, ...options })
}

/** Creates a synchronization task (5.3.3). Repeated, it creates a second one. */
export async function createSync(call: OmsCall, sync: SyncCreation, options: OmsOptions = {}) {
  const body = checked(syncCreation, sync)
  const secrets = keysIn(body, body.source_cdn)
  return call({ method: 'POST', path: '/sync-tasks', body, secrets, schema: wireSyncCreated, ...options })
}

/** Shows a synchronization task with the figures of the month that `at` (epoch milliseconds) is in (5.3.4). */
export async function showSync(
  call: OmsCall,
  { id, at }: { id: string; at: number },
  options: OmsOptions = {},
): Promise<WireSync> {
  return call({ method: 'GET', path: pathOf(id), query: { query_time: at }, schema: wireSync, ...options })
}

/** Reads what a synchronization task did in a period (5.3.5). */
export async function readSyncStatistics(
  call: OmsCall,
  order: SyncStatistics & { id: string },
  options: OmsOptions = {},
): Promise<WireStatistics> {
  const { id, ...range } = order
  const { data_type: types, ...times } = checked(syncStatistics, range)
  const query = { data_type: types.join(','), ...times }
  return call({ method: 'GET', path: `${pathOf(id)}/statistics`, query, schema: wireStatistics, ...options })
}

/** Deletes a synchronization task (5.3.6). It must be stopped. */
export async function deleteSync(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'DELETE', path: pathOf(id), schema: wireNothing, ...options })
}

/** Stops a synchronization task (5.3.7). */
export async function stopSync(call: OmsCall, id: string, options: OmsOptions = {}): Promise<void> {
  await call({ method: 'POST', path: `${pathOf(id)}/stop`, schema: wireNothing, ...options })
}

/** Starts a synchronization task (5.3.8). */
export async function startSync(
  call: OmsCall,
  order: SyncStart & { id: string },
  options: OmsOptions = {},
): Promise<void> {
  const { id, ...start } = order
  const body = checked(syncStart, start)
  const secrets = keysIn(body)
  await call({ method: 'POST', path: `${pathOf(id)}/start`, body, secrets, schema: wireNothing, ...options })
}

function pathOf(id: string): string {
  return `/sync-tasks/${checked(uuid, id)}`
}
