import type { Count, Migration, Progress } from '../migration.ts'

/** The time until a migration is done, in milliseconds, or why nobody can say. */
export type Eta = { type: 'remaining'; ms: number } | { type: 'unknown'; why: EtaUnknown } | { type: 'none' }
export type EtaUnknown = 'counting' | 'no speed' | 'not reported'

/** How long a running migration may show no change until it is stalled. Skipping many objects can look so too. */
export const stalledAfterMs = 15 * 60_000

/**
 * The estimated time left. Only a running migration has one, and only once its source has been counted: until then
 * totals still grow. Migrations that never end have none.
 */
export function etaOf(migration: Migration): Eta {
  if (migration.progress.period !== undefined) return { type: 'none' }
  if (migration.state !== 'running' && migration.state !== 'retrying') return { type: 'none' }
  if (migration.progress.isCounting) return { type: 'unknown', why: 'counting' }
  const ms = computedRemainingMs(migration) ?? reportedRemainingMs(migration)
  if (ms !== undefined) return { type: 'remaining', ms }
  return { type: 'unknown', why: migration.speedBytesPerSecond === 0 ? 'no speed' : 'not reported' }
}

/** When a migration is done at its pace, in epoch milliseconds. Undefined if nobody can say. */
export function expectedEndOf(migration: Migration): number | undefined {
  const eta = etaOf(migration)
  return eta.type === 'remaining' ? migration.readAt + eta.ms : undefined
}

/**
 * Whether a running migration has not moved for a while. Never true for migrations that never end, which may have
 * nothing to do for days, or for those without figures, which cannot show a change.
 */
export function isStalled(migration: Migration, movedAt: number, now: number): boolean {
  const { state, progress } = migration
  if (state !== 'running' || progress.period !== undefined || !hasFigures(progress)) return false
  return now - movedAt >= stalledAfterMs
}

/**
 * Share done, from 0 to 1: the provider's own figure, which agrees with its console, or else the share of bytes that
 * were migrated. Stays below 1 until the migration has succeeded, because clouds still check and retry after the last
 * byte.
 */
export function fractionOf({ progress, state }: Migration): number | undefined {
  const fraction = progress.fraction ?? shareOf(progress.bytes)
  if (fraction === undefined || progress.isCounting || progress.period !== undefined) return undefined
  return Math.min(state === 'succeeded' ? 1 : almostDone, Math.max(0, fraction))
}

const almostDone = 0.999

function hasFigures({ bytes, objects, fraction }: Progress): boolean {
  return fraction !== undefined || hasAny(bytes) || hasAny(objects)
}

function hasAny(figures: Progress['bytes'] | Progress['objects']): boolean {
  for (const _name in figures) return true
  return false
}

/**
 * Time left by the bytes and the speed. Bytes that are not migrated take no more time. Undefined once no bytes are left:
 * the cloud is checking, and bytes no longer tell.
 */
function computedRemainingMs(migration: Migration): number | undefined {
  const { bytes, notMigrated } = migration.progress
  const { done, total } = bytes
  // The measured average is the same for everybody within a minute; the cloud's own speed jumps from call to call.
  const speed =
    migration.speedBytesPerSecond === 0 ? 0 : (migration.measured?.bytesPerSecond ?? migration.speedBytesPerSecond ?? 0)
  if (done === undefined || total === undefined || speed <= 0) return undefined
  const left = total - done - (notMigrated?.bytes ?? 0)
  return left > 0 ? (left / speed) * 1000 : undefined
}

function reportedRemainingMs(migration: Migration): number | undefined {
  return migration.speedBytesPerSecond === 0 || !migration.remainingMs ? undefined : migration.remainingMs
}

function shareOf({ done, total }: Count): number | undefined {
  return done !== undefined && total !== undefined && total > 0 ? done / total : undefined
}
