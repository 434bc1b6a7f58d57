/** The course of a synchronization task over time. */
export type Statistics = {
  /** Time between two points, in milliseconds. A step in which nothing happened may have no point. */
  stepMs: number
  /** Points, oldest first. A figure that the provider does not report is absent, never 0. */
  points: readonly StatisticsPoint[]
}

export type StatisticsPoint = {
  /** Beginning of the step, in epoch milliseconds. */
  at: number
} & Figures

/** Numbers of objects, and bytes copied. */
export type Figures = { -readonly [Name in FigureName]?: number }
export const figureNames = ['requested', 'succeeded', 'failed', 'skipped', 'bytes'] as const
export type FigureName = (typeof figureNames)[number]

/** Sums over all points. A figure that no point reports stays absent. */
export function totalsOf({ points }: Statistics): Figures {
  return points.reduce<Figures>(plus, {})
}

/** Statistics in longer steps, which begin at whole multiples of their length since the epoch. */
export function inStepsOf(stepMs: number, { points }: Statistics): Statistics {
  const folded = new Map<number, StatisticsPoint>()
  for (const point of points) {
    const at = Math.floor(point.at / stepMs) * stepMs
    folded.set(at, { at, ...plus(folded.get(at) ?? {}, point) })
  }
  return { stepMs, points: [...folded.values()].sort((a, b) => a.at - b.at) }
}

/**
 * Statistics in a given number of equal steps, including those in which nothing happened. Points outside of the steps
 * count in the nearest one, so that nothing is lost.
 */
export function inStepsFrom({ startAt, stepMs, count }: Steps, { points }: Statistics): Statistics {
  const stepOf = ({ at }: StatisticsPoint) => Math.max(0, Math.min(count - 1, Math.floor((at - startAt) / stepMs)))
  const stepped = Array.from({ length: count }, (_, index) => ({
    at: startAt + index * stepMs,
    ...points.filter((point) => stepOf(point) === index).reduce<Figures>(plus, {}),
  }))
  return { stepMs, points: stepped }
}
export type Steps = { startAt: number; stepMs: number; count: number }

/** The point with the highest value of a figure. Undefined if no point has any. */
export function peakOf(name: FigureName, { points }: Statistics): StatisticsPoint | undefined {
  return points.reduce<StatisticsPoint | undefined>((most, point) => {
    return (point[name] ?? 0) > (most?.[name] ?? 0) ? point : most
  }, undefined)
}

function plus(sum: Figures, figures: Figures): Figures {
  const total: Figures = {}
  for (const name of figureNames) {
    const [before, added] = [sum[name], figures[name]]
    if (before !== undefined || added !== undefined) total[name] = (before ?? 0) + (added ?? 0)
  }
  return total
}
