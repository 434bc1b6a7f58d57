import { tallyBetween } from './statistics.ts'
import { currentRun, type Sync } from './sync.ts'

/** A synchronization task as OMS lists it. */
export type SyncAnswer = ReturnType<typeof answerSync>

export function answerSync(sync: Sync) {
  const { request } = sync
  return {
    sync_task_id: sync.id,
    ...request,
    create_time: sync.createdAt,
    last_start_time: sync.startedAt,
    status: currentRun(sync) ? 'SYNCHRONIZING' : 'STOPPED',
    app_id: request.app_id ?? null,
    source_cdn: request.source_cdn ?? null,
    object_overwrite_mode: 'SIZE_LAST_MODIFIED_COMPARISON_OVERWRITE',
    dst_storage_policy: request.dst_storage_policy ?? null,
    consistency_check: request.consistency_check === 'transmission' ? 'no_check' : request.consistency_check,
  }
}

/** A single synchronization task: with the figures of the month around `queryTime`, and without `source_cdn`. */
export function answerSyncInMonth(sync: Sync, queryTime: number, now: number) {
  const { source_cdn: _cdn, ...answer } = answerSync(sync)
  const tally = tallyBetween(sync, monthOf(queryTime), now)
  return {
    ...answer,
    monthly_acceptance_request: tally.REQUEST,
    monthly_success_object: tally.SUCCESS,
    monthly_failure_object: tally.FAILURE,
    monthly_skip_object: tally.SKIP,
    monthly_size: tally.SIZE,
  }
}

const CHINA_OFFSET_MS = 8 * 3_600_000

/** The month around a time. Its time zone is not documented; China's is a guess. */
function monthOf(at: number): { from: number; until: number } {
  const china = new Date(at + CHINA_OFFSET_MS)
  const start = (offset: number) => Date.UTC(china.getUTCFullYear(), china.getUTCMonth() + offset) - CHINA_OFFSET_MS
  return { from: start(0), until: start(1) }
}
