import { defined } from '../../../defined.ts'
import type { FailedObjects, Migration, Progress, State } from '../../../migrations/migration.ts'
import type { Source } from '../../../migrations/spec/source-and-target.ts'
import { copyingOf } from '../options.ts'
import type { WireSync } from '../wire/syncs.ts'
import { cdnOf, cloudOf, needsOnStart, type Reading } from './parts.ts'

/**
 * Reads a synchronization task of OMS as a Migration that never ends by itself. Absent fields are those that OMS does
 * not report. Only lists have `source_cdn`: both documents leave it out of ShowSyncTask (5.3.3). Pure.
 */
export function syncToMigration(sync: WireSync, reading: Reading & { isListed: boolean }): Migration {
  return defined({
    provider: 'huawei',
    account: reading.account,
    kind: 'sync',
    id: sync.sync_task_id,
    description: sync.description,
    source: sourceOf(sync),
    target: defined({ cloud: 'HuaweiCloud', region: sync.dst_region, bucket: sync.dst_bucket }),
    state: syncStates.get(sync.status?.toUpperCase() ?? '') ?? 'unknown',
    nativeState: sync.status ?? 'none',
    progress: progressOf(sync),
    failedObjects: failedObjectsOf(sync),
    createdAt: sync.create_time || undefined,
    startedAt: sync.last_start_time || undefined,
    copying: copyingOf(sync),
    needsOnStart: needsOnStart(undefined, sync.source_cdn),
    isCdnTold: reading.isListed || sync.source_cdn !== undefined,
    readAt: reading.readAt,
  })
}

/**
 * The lists of failed objects. OMS does not name their folder, but its user guide does. Each task that the
 * synchronization task runs has a folder in it.
 */
function failedObjectsOf({
  sync_task_id: id,
  monthly_failure_object: failed = 0,
}: WireSync): FailedObjects | undefined {
  return failed === 0 ? undefined : { canRetry: false, listKey: `oms/sync_task/${id}/failed_object_lists/` }
}

function sourceOf(sync: WireSync): Source {
  const { src_cloud_type: cloud, src_region: region, src_bucket: bucket, app_id: appId, source_cdn } = sync
  return defined({ cloud: cloudOf(cloud), region, bucket, appId, cdn: cdnOf(source_cdn) })
}

const syncStates: ReadonlyMap<string, State> = new Map<string, State>([
  ['SYNCHRONIZING', 'running'],
  ['STOPPED', 'paused'],
])

/** Progress of a synchronization task. OMS has only figures of a month, and leaves them out of lists. */
function progressOf(sync: WireSync): Progress {
  return {
    bytes: defined({ done: sync.monthly_size }),
    objects: defined({
      done: sync.monthly_success_object,
      total: sync.monthly_acceptance_request,
      failed: sync.monthly_failure_object,
      skipped: sync.monthly_skip_object,
    }),
    period: 'month',
  }
}
