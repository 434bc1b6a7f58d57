import type { Migration } from './migration.ts'

/** When it will be done, or why nobody can say. */
export type Eta = { type: 'remaining'; ms: number } | { type: 'unknown'; why: EtaUnknown } | { type: 'none' }
export type EtaUnknown = 'counting' | 'no speed' | 'not reported'

/** No figure has moved for this long while running: worth saying. Skipping many objects can look like this too. */
export const stalledAfterMs = 15 * 60_000

/** Only a running migration has an ETA, and only once its source has been counted: before that, totals still grow. */
export function etaOf(migration: Migration): Eta {
  if (migration.state !== 'running' && migration.state !== 'retrying') return { type: 'none' }
  if (migration.progress.isCounting) return { type: 'unknown', why: 'counting' }
  const ms = computedRemainingMs(migration) ?? reportedRemainingMs(migration)
  if (ms !== undefined) return { type: 'remaining', ms }
  return { type: 'unknown', why: migration.speedBytesPerSecond === 0 ? 'no speed' : 'not reported' }
}

export function isStalled(migration: Migration, movedAt: number, now: number): boolean {
  return migration.state === 'running' && now - movedAt >= stalledAfterMs
}

/** Share done, 0 to 1: by bytes where both ends are known, else the provider's own figure. */
export function fractionOf({ progress }: Migration): number | undefined {
  const { done, total } = progress.bytes
  if (progress.isCounting) return undefined
  if (progress.fraction !== undefined) return clamp(progress.fraction)
  return done !== undefined && total !== undefined && total > 0 ? clamp(done / total) : undefined
}

function computedRemainingMs(migration: Migration): number | undefined {
  const { done, total } = migration.progress.bytes
  const speed = migration.speedBytesPerSecond
  if (done === undefined || total === undefined || total === 0 || !speed) return undefined
  return (Math.max(0, total - done) / speed) * 1000
}

function reportedRemainingMs(migration: Migration): number | undefined {
  return migration.speedBytesPerSecond === 0 || !migration.remainingMs ? undefined : migration.remainingMs
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction))
}
