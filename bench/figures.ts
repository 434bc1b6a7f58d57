/** Distance to a cloud, and to Slack, in the same part of the world: without one, a ratio would not show what people wait for. */
export const cloudLatencyMs = 20

/** The value below which this share (0 to 1) of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

/** The lowest and the highest of the samples. */
export function spread(samples: readonly number[], show: (sample: number) => string = (one) => one.toFixed(2)): string {
  return `[${show(quantile(samples, 0))}–${show(quantile(samples, 1))}]`
}

export function ms(durationMs: number): string {
  return `${durationMs < 100 ? durationMs.toFixed(2) : Math.round(durationMs)} ms`
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`
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

/** One figure of Ferry, taken right before or after one of what it is compared with. */
export type Pair = { ours: number; theirs: number }

/** The usual number of pairs, and the one for a quick look. */
export function pairsFor(isQuick: boolean): number {
  return isQuick ? 3 : 9
}

/** Takes both figures in turns, so that whatever else the machine does hits both. The first pair only warms up. */
export async function interleaved<Ours, Theirs>(
  pairs: number,
  sides: { ours(): Promise<Ours>; theirs(): Promise<Theirs> },
): Promise<{ ours: Ours; theirs: Theirs }[]> {
  const taken: { ours: Ours; theirs: Theirs }[] = []
  for (let pair = 0; pair <= pairs; pair += 1) taken.push({ ours: await sides.ours(), theirs: await sides.theirs() })
  return taken.slice(1)
}

/** The median ratio of the pairs, and the same as text with the spread of the ratios and both medians. */
export function ratioOf(pairs: readonly Pair[], show = ms): { ratio: number; measured: string } {
  const ratios = pairs.map(({ ours, theirs }) => ours / theirs)
  const ratio = median(ratios)
  const both = [median(pairs.map(({ ours }) => ours)), median(pairs.map(({ theirs }) => theirs))].map(show).join(' : ')
  return { ratio, measured: `${times(ratio)} ${spread(ratios)} (${both})` }
}
