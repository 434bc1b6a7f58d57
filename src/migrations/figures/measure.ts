import { z } from 'zod'
import type { Measured, Migration } from '../migration.ts'

/** The bytes that a migration had moved at a moment, as Ferry read them. `at` is in epoch milliseconds. */
export const sampleSchema = z.object({ at: z.number(), bytesDone: z.number() })
export type Sample = z.infer<typeof sampleSchema>

/** How long a sample counts, in milliseconds. Older ones show a speed that may be over. */
const windowMs = 15 * 60_000
/** Shortest time for a speed, in milliseconds. Clouds count in jumps: over less, a speed would be chance. */
const shortestMs = 2 * 60_000
/** Only the oldest sample is measured by: a few are enough for one to be almost as old as it may be. */
const spacingMs = 90_000

/** The samples to keep, oldest first. Empty while the migration does not run; a restarted one begins anew. */
export function withSample(before: readonly Sample[], { state, progress, readAt }: Migration): readonly Sample[] {
  const bytesDone = progress.bytes.done
  if (state !== 'running' || bytesDone === undefined || progress.period !== undefined) return []
  // A sample still to come was taken before the clock was set back.
  const past = before.every(({ at }) => at <= readAt) ? before : before.filter(({ at }) => at <= readAt)
  const last = past.at(-1)
  if (last !== undefined && bytesDone < last.bytesDone) return [{ at: readAt, bytesDone }]
  if (last !== undefined && readAt - last.at < spacingMs) return past
  // Old ones go only when one is added, so that the same figures a moment later mean the same speed.
  return [...past.filter(({ at }) => readAt - at <= windowMs), { at: readAt, bytesDone }]
}

/** The average speed since the oldest sample. Undefined if the time is too short or nothing has arrived in it. */
export function measure(samples: readonly Sample[], { readAt, progress }: Migration): Measured | undefined {
  const [oldest] = samples
  const bytesDone = progress.bytes.done
  if (oldest === undefined || bytesDone === undefined) return undefined
  const overMs = readAt - oldest.at
  if (overMs < shortestMs || bytesDone <= oldest.bytesDone) return undefined
  return { bytesPerSecond: ((bytesDone - oldest.bytesDone) / overMs) * 1000, overMs }
}
