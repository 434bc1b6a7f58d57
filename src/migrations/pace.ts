import type { Count, Migration, Progress } from './migration.ts'

/** When it will be done, or why nobody can say. */
export type Eta = { type: 'remaining'; ms: number } | { type: 'unknown'; why: EtaUnknown } | { type: 'none' }
export type EtaUnknown = 'counting' | 'no speed' | 'not reported'

/** No figure has moved for this long while running: worth saying. Skipping many objects can look like this too. */
export const stalledAfterMs = 15 * 60_000

/**
 * Only a running migration has an ETA, and only once its source has been counted: before that, totals still grow. What
 * never ends has none.
 */
export function etaOf(migration: Migration): Eta {
  if (migration.progress.period !== undefined) return { type: 'none' }
  if (migration.state !== 'running' && migration.state !== 'retrying') return { type: 'none' }
  if (migration.progress.isCounting) return { type: 'unknown', why: 'counting' }
  const ms = computedRemainingMs(migration) ?? reportedRemainingMs(migration)
  if (ms !== undefined) return { type: 'remaining', ms }
  return { type: 'unknown', why: migration.speedBytesPerSecond === 0 ? 'no speed' : 'not reported' }
}

/** What never ends may have nothing to do for days, and where no figure is reported none can move. */
export function isStalled(migration: Migration, movedAt: number, now: number): boolean {
  const { state, progress } = migration
  if (state !== 'running' || progress.period !== undefined || !hasFigures(progress)) return false
  return now - movedAt >= stalledAfterMs
}

/**
 * Share done, 0 to 1: the provider's own figure, so that it agrees with its console, else by bytes. Below 1 until it has
 * succeeded: clouds go on checking and retrying when every byte is there.
 */
export function fractionOf({ progress, state }: Migration): number | undefined {
  const fraction = progress.fraction ?? shareOf(progress.bytes)
  if (fraction === undefined || progress.isCounting || progress.period !== undefined) return undefined
  return Math.min(state === 'succeeded' ? 1 : almostDone, Math.max(0, fraction))
}

const almostDone = 0.999

function hasFigures({ bytes, objects, fraction }: Progress): boolean {
  return [fraction, ...Object.values(bytes), ...Object.values(objects)].some((figure) => figure !== undefined)
}

/** Bytes tell nothing once all are there: what goes on then is checking. */
function computedRemainingMs(migration: Migration): number | undefined {
  const { done, total } = migration.progress.bytes
  // An average is the same for everybody who looks within a minute; the cloud's own speed jumps from call to call.
  const speed =
    migration.speedBytesPerSecond === 0 ? 0 : (migration.measured?.bytesPerSecond ?? migration.speedBytesPerSecond ?? 0)
  if (done === undefined || total === undefined || done >= total || speed <= 0) return undefined
  return ((total - done) / speed) * 1000
}

function reportedRemainingMs(migration: Migration): number | undefined {
  return migration.speedBytesPerSecond === 0 || !migration.remainingMs ? undefined : migration.remainingMs
}

function shareOf({ done, total }: Count): number | undefined {
  return done !== undefined && total !== undefined && total > 0 ? done / total : undefined
}
