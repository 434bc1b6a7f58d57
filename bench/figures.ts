/**
 * Typical distances to a cloud and to Slack, cautiously estimated. On one machine an answer takes a fraction of a
 * millisecond, so a ratio would not show what people wait for.
 */
export const usualLatencyMs = 100
/** Distance to a cloud in the same part of the world. */
export const cloudLatencyMs = 20

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

/** One measurement of Ferry, right before or after one of what it is compared with. */
export type Pair = { oursMs: number; theirsMs: number }

/** The usual number of pairs, and the one for a quick look. */
export function pairsFor(isQuick: boolean): number {
  return isQuick ? 3 : 9
}

/** Measures both sides in turns, so that whatever else the machine does hits both. The first pair only warms up. */
export async function interleaved(
  pairs: number,
  { ours, theirs, before = async () => {} }: Record<'ours' | 'theirs', () => Promise<unknown>> & Before,
): Promise<Pair[]> {
  const measured: Pair[] = []
  for (let pair = 0; pair <= pairs; pair += 1) {
    await before()
    const oursMs = await timed(ours)
    await before()
    measured.push({ oursMs, theirsMs: await timed(theirs) })
  }
  return measured.slice(1)
}

/** Called before each measurement of either side. */
type Before = { before?: () => Promise<unknown> }

/** The median ratio of the pairs, and the same as text with the spread. */
export function ratioOf(pairs: readonly Pair[]): { ratio: number; measured: string } {
  const ratios = pairs.map(({ oursMs, theirsMs }) => oursMs / theirsMs)
  const ratio = median(ratios)
  const spread = `${quantile(ratios, 0).toFixed(2)}–${quantile(ratios, 1).toFixed(2)}`
  const [oursMs, theirsMs] = [median(pairs.map((pair) => pair.oursMs)), median(pairs.map((pair) => pair.theirsMs))]
  return { ratio, measured: `${times(ratio)} [${spread}] (${ms(oursMs)} : ${ms(theirsMs)})` }
}

/** Ferry's figure compared with the other, as text. */
export function comparison(oursMs: number, theirsMs: number): { ratio: number; measured: string } {
  const ratio = oursMs / theirsMs
  return { ratio, measured: `${times(ratio)} (${ms(oursMs)} : ${ms(theirsMs)})` }
}
