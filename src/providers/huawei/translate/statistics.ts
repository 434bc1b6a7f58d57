import type { FigureName, Figures, Statistics } from '../../../migrations/figures/statistics.ts'
import { inStepsOf } from '../../../migrations/figures/statistics.ts'
import type { Period } from '../../provider.ts'
import type { WireStatistics } from '../wire/syncs.ts'

/**
 * Joins OMS's answers about a period (5.3.5). Its examples leave out moments in which nothing happened, so a moment
 * that a series lacks counts as 0. A series that is in no answer is not reported. If answers have different steps, the
 * longest is used. Pure.
 */
export function toStatistics(answers: readonly WireStatistics[], period: Period): Statistics {
  const stepMs = Math.max(fiveMinutesMs, ...answers.map(stepOf))
  const series = mergedSeries(answers)
  const none: Figures = Object.fromEntries([...series.keys()].map((name) => [name, 0]))
  const points = [...series].flatMap(([name, values]) =>
    [...values].filter(isWithin(period, stepMs)).map(([at, value]) => ({ at, ...none, [name]: value })),
  )
  return inStepsOf(stepMs, { stepMs, points })
}

export const fiveMinutesMs = 5 * 60_000
const hourMs = 3_600_000

function stepOf({ statistic_time_type: step }: WireStatistics): number {
  return step?.toUpperCase() === 'ONE_HOUR' ? hourMs : fiveMinutesMs
}

const namesByType: ReadonlyMap<string, FigureName> = new Map<string, FigureName>([
  ['REQUEST', 'requested'],
  ['SUCCESS', 'succeeded'],
  ['FAILURE', 'failed'],
  ['SKIP', 'skipped'],
  ['SIZE', 'bytes'],
])

/**
 * Joins the series of several answers. If a moment is in two answers, its larger figure is the later one, since figures
 * only grow.
 */
function mergedSeries(answers: readonly WireStatistics[]): Map<FigureName, Map<number, number>> {
  const series = new Map<FigureName, Map<number, number>>()
  for (const { data_type, data } of answers.flatMap((answer) => answer.statistic_datas)) {
    const name = namesByType.get(data_type?.toUpperCase() ?? '')
    if (name === undefined) continue
    const values = series.get(name) ?? new Map<number, number>()
    series.set(name, values)
    for (const { time_stamp: at, statistic_num: value } of data) {
      if (at !== undefined && value !== undefined) values.set(at, Math.max(value, values.get(at) ?? 0))
    }
  }
  return series
}

/** Whether a step belongs to a period. The first step may have begun before the period. */
function isWithin({ from, to }: Period, stepMs: number): (entry: readonly [number, number]) => boolean {
  return ([at]) => at > from - stepMs && at <= to
}
