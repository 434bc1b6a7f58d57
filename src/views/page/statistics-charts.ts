import {
  type FigureName,
  type Figures,
  inStepsFrom,
  type Statistics,
  type StatisticsPoint,
} from '../../migrations/figures/statistics.ts'
import { type Chart, chart } from '../blocks/chart.ts'
import { limits } from '../blocks/limits.ts'
import type { ChartBlock } from '../blocks/message.ts'
import { byteScale, objectScale, plural, type Scale } from '../words/format.ts'

/** A cloud's report about a period. `from` and `to` are epoch milliseconds. */
export type Reported = { statistics: Statistics; period: { from: number; to: number } }

/**
 * Charts of objects and bytes over time, as far as the cloud reports any. Everybody sees the same charts, so their
 * times are UTC and say so.
 */
export function statisticsCharts(reported: Reported): ChartBlock[] {
  const { stepMs, points } = inChartSteps(reported)
  const time = timeAxis(points, stepMs)
  const per = `per ${stepWords(stepMs)}`
  return [
    { ...time, type: 'line' as const, title: `Objects ${per}`, ...amountsOf(points, objects) },
    { ...time, type: 'bar' as const, title: `Data copied ${per}`, ...amountsOf(points, bytes) },
  ]
    .filter(({ series }) => series.length > 0)
    .map(chart)
}

/**
 * Statistics in familiar steps, as short as a chart has room for. Steps are counted back from the end of the period: a
 * last step that has only just begun would look as if everything had stopped.
 */
export function inChartSteps({ statistics, period }: Reported): Statistics {
  const durationMs = period.to - period.from
  const lengths = stepLengthsMs.filter((ms) => ms >= statistics.stepMs)
  const fitting = lengths.find((ms) => durationMs / ms <= limits.chartCategories)
  const stepMs = fitting ?? Math.ceil(durationMs / limits.chartCategories / dayMs) * dayMs
  const count = Math.ceil(durationMs / stepMs)
  const endAt = Math.ceil(period.to / statistics.stepMs) * statistics.stepMs
  return inStepsFrom({ startAt: endAt - count * stepMs, stepMs, count }, statistics)
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const stepLengthsMs = [5 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, dayMs, 2 * dayMs]

/** Labels for time: "Sun 08:20", which is unique within a week, or "22 Nov" with the time in the axis's name. */
function timeAxis(points: readonly StatisticsPoint[], stepMs: number): Pick<Chart, 'categories' | 'along'> {
  const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
  if (stepMs < dayMs) {
    const categories = points.map(({ at }) => `${inUtc(at, { weekday: 'short' })} ${clock(at)}`)
    return { categories, along: 'Start time (UTC)' }
  }
  const categories = points.map(({ at }) => inUtc(at, { day: 'numeric', month: 'short' }))
  return { categories, along: `Start day, at ${clock(points[0]?.at ?? 0)} UTC` }
}

function inUtc(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Date(at).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' })
}

/** The length of a step in words, for what happened per step: "hour" or "2 hours". */
function stepWords(stepMs: number): string {
  const [unit, unitMs] = stepUnits.find(([, ms]) => stepMs % ms === 0) ?? ['minute', minuteMs]
  return stepMs === unitMs ? unit : plural(stepMs / unitMs, unit)
}

const stepUnits = [
  ['day', dayMs],
  ['hour', hourMs],
] as const

type Shown = {
  figures: readonly (readonly [figure: FigureName, name: string])[]
  scaleFor(largest: number): Scale
}
const objects: Shown = {
  figures: [
    ['requested', 'Requested'],
    ['succeeded', 'Copied'],
    ['skipped', 'Skipped'],
    ['failed', 'Failed'],
  ],
  scaleFor: objectScale,
}
const bytes: Shown = { figures: [['bytes', 'Copied']], scaleFor: byteScale }

/**
 * Figures in one unit, which the axis names. A figure that is not reported, or is always zero, has no series, since
 * words tell that better.
 */
function amountsOf(steps: readonly Figures[], { figures, scaleFor }: Shown): Pick<Chart, 'up' | 'series'> {
  const series = figures
    .map(([figure, name]) => ({ name, values: steps.map((step) => step[figure] ?? 0) }))
    .filter(({ values }) => values.some((value) => value !== 0))
  const { unit, of } = scaleFor(Math.max(0, ...series.flatMap(({ values }) => values)))
  return { up: unit, series: series.map(({ name, values }) => ({ name, values: values.map(of) })) }
}
