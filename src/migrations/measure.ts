import type { Measured, Migration } from './migration.ts'

/** How much was there at a moment, as Ferry saw it. */
export type Sample = { at: number; bytesDone: number }

/** Older readings tell of another speed than now. */
const windowMs = 15 * 60_000
/** Clouds count in jumps: over less than this a speed would be chance. */
const shortestMs = 2 * 60_000
const spacingMs = 30_000

/** The samples to go on with, oldest first; none while it does not run, and none from before a new beginning. */
export function withSample(before: readonly Sample[], { state, progress, readAt }: Migration): Sample[] {
  const bytesDone = progress.bytes.done
  if (state !== 'running' || bytesDone === undefined || progress.period !== undefined) return []
  const last = before.at(-1)
  if (last !== undefined && bytesDone < last.bytesDone) return [{ at: readAt, bytesDone }]
  const kept = before.filter(({ at }) => readAt - at <= windowMs)
  if (last !== undefined && readAt - last.at < spacingMs) return kept
  return [...kept, { at: readAt, bytesDone }]
}

/** Undefined while nobody can know: too short a time, or nothing has arrived in it. */
export function measure(samples: readonly Sample[], { readAt, progress }: Migration): Measured | undefined {
  const [oldest] = samples
  const bytesDone = progress.bytes.done
  if (oldest === undefined || bytesDone === undefined) return undefined
  const overMs = readAt - oldest.at
  if (overMs < shortestMs || bytesDone <= oldest.bytesDone) return undefined
  return { bytesPerSecond: ((bytesDone - oldest.bytesDone) / overMs) * 1000, overMs }
}
