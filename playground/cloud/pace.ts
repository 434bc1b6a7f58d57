/**
 * How unevenly a migration runs. The speed is its average times a factor that swings around 1, built from two slow waves,
 * so the bytes moved at any moment are a formula: nothing depends on how often anybody looks.
 */
const WAVES = [
  { depth: 0.15, periodMs: 47_000, shift: 1 },
  { depth: 0.1, periodMs: 313_000, shift: 2.7 },
] as const

/** The highest factor: an average of cap / MAX_FACTOR never exceeds the cap. */
export const MAX_FACTOR = WAVES.reduce((sum, { depth }) => sum + depth, 1)

/** The speed factor after `activeMs` of running; `phase` (radians) makes tasks differ. */
export function paceFactor(activeMs: number, phase: number): number {
  return WAVES.reduce((sum, wave) => sum + wave.depth * Math.sin(angle(wave, activeMs, phase)), 1)
}

/** Milliseconds' worth of average speed done between two moments of running. */
export function pacedMs(fromMs: number, toMs: number, phase: number): number {
  return integral(toMs, phase) - integral(fromMs, phase)
}

/** How long a task that has run `fromMs` needs for `workMs` at average speed; rounded up to a millisecond. */
export function msToPace(fromMs: number, workMs: number, phase: number): number {
  const swing = WAVES.reduce((sum, { depth, periodMs }) => sum + (depth * periodMs) / Math.PI, 0)
  let low = Math.max(0, Math.floor(workMs - swing))
  let high = Math.ceil(workMs + swing)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (pacedMs(fromMs, fromMs + middle, phase) >= workMs) high = middle
    else low = middle + 1
  }
  return low
}

/** Counting takes about 20,000 objects a second, and never most of the run. */
export function scanMsOf(size: { bytes: number; objects: number; bytesPerSecond: number }): number {
  const runMs = (size.bytes / size.bytesPerSecond) * 1_000
  return Math.ceil(Math.max(1_000, Math.min(2_000 + size.objects / 20, runMs / 5)))
}

function integral(ms: number, phase: number): number {
  return WAVES.reduce(
    (sum, wave) => sum - ((wave.depth * wave.periodMs) / (2 * Math.PI)) * Math.cos(angle(wave, ms, phase)),
    ms,
  )
}

function angle(wave: (typeof WAVES)[number], ms: number, phase: number): number {
  return (2 * Math.PI * ms) / wave.periodMs + phase * wave.shift
}
