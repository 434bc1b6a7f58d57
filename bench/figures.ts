/**
 * Typical distances to a cloud and to Slack, cautiously estimated. On one machine an answer takes a fraction of a
 * millisecond, so a ratio would not show what people wait for.
 */
export const usualLatencyMs = 100

/** The value below which this share (0 to 1) of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

export function ms(durationMs: number): string {
  return `${durationMs < 100 ? durationMs.toFixed(2) : Math.round(durationMs)} ms`
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`
}

/** Duration of a run in milliseconds. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

/** Ferry's figure compared with the other, as text. */
export function comparison(oursMs: number, theirsMs: number): { ratio: number; measured: string } {
  const ratio = oursMs / theirsMs
  return { ratio, measured: `${times(ratio)} (${ms(oursMs)} : ${ms(theirsMs)})` }
}
