/**
 * Models how unevenly a migration runs. The speed is its average times a factor around 1, made of two slow waves. The
 * bytes moved at any time follow from a formula, so they do not depend on how often anybody looks.
 */
const WAVES = [
  { depth: 0.15, periodMs: 47_000, shift: 1 },
  { depth: 0.1, periodMs: 313_000, shift: 2.7 },
] as const

/** The highest factor: an average speed of cap / MAX_FACTOR never exceeds the cap. */
export const MAX_FACTOR = WAVES.reduce((sum, { depth }) => sum + depth, 1)

/** The speed factor after `activeMs` of running. `phase`, in radians, makes tasks differ. */
export function paceFactor(activeMs: number, phase: number): number {
  return WAVES.reduce((sum, wave) => sum + wave.depth * Math.sin(angle(wave, activeMs, phase)), 1)
}

/** The work between two times of running, in milliseconds at average speed. */
export function pacedMs(fromMs: number, toMs: number, phase: number): number {
  return integral(toMs, phase) - integral(fromMs, phase)
}

/** The time that a task needs for `workMs` at average speed after running for `fromMs`, rounded up to a millisecond. */
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

/** The duration of counting, in milliseconds: about 20,000 objects a second, but never most of the run. */
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
