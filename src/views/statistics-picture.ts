import type { Chart, Panel, Series } from '../charts/chart.ts'
import type { Migration } from '../migrations/migration.ts'
import { type FigureName, type Statistics, totalsOf } from '../migrations/statistics.ts'
import { formatBytes, formatCount, formatDuration } from './format.ts'
import { cut } from './limits.ts'
import { barsOf, heading, peaksOf, type Report, totalsText } from './statistics.ts'
import { escaped, withoutControls } from './text.ts'

/** What is to be drawn. Everybody gets the same picture, so its times are UTC and say so. */
export function statisticsChart(report: Report): Chart {
  const { migration, period, range } = report
  const bars = barsOf(report)
  const objects: Series[] = [
    ...seriesOf(bars, 'succeeded', { words: 'copied', look: 'copied' }),
    ...seriesOf(bars, 'skipped', { words: 'skipped', look: 'skipped' }),
    ...seriesOf(bars, 'requested', { words: 'requested', look: 'mark' }),
  ]
  const panels: Panel[] = [
    { unit: 'objects', series: objects },
    { unit: 'objects', series: seriesOf(bars, 'failed', { words: 'failed', look: 'failed' }) },
    { unit: 'bytes', series: seriesOf(bars, 'bytes', { words: 'copied', look: 'bytes' }) },
  ]
  return {
    title: plainRoute(migration),
    subtitle: `${range.label} to ${utc(period.to)} · a bar is ${formatDuration(bars.stepMs)}`,
    ...period,
    stepMs: bars.stepMs,
    panels: panels.filter(({ series }) => series.length > 0),
  }
}

/** What goes along with the picture: for those who hear it, and above it. */
export function pictureWords(report: Report): { fileName: string; altText: string; comment: string } {
  const { migration, period, range, statistics, isShared } = report
  const totals = totalsText(statistics)
  const step = formatDuration(barsOf(report).stepMs)
  const altText = [
    `Bar charts of ${plainRoute(migration)}, ${range.label} to ${utc(period.to)}, in bars of ${step}: ${totals}.`,
    ...peaksOf(report).map(({ words, at }) => `${words} from ${utc(at)}.`),
  ]
  return {
    fileName: `statistics-${range.word}.png`,
    altText: cut(withoutControls(altText.join(' ')), longestAltText),
    // Shared, the figures follow in the answer.
    comment: isShared ? heading(report) : `${heading(report)}\n${escaped(totals)}`,
  }
}

/** Slack's limit. */
const longestAltText = 1000

/** None where the figure is not reported. */
function seriesOf(
  bars: Statistics,
  name: FigureName,
  { words, look }: { words: string; look: Series['look'] },
): Series[] {
  const total = totalsOf(bars)[name]
  if (total === undefined) return []
  const values = new Map(bars.points.map((point) => [point.at, point[name] ?? 0] as const))
  const amount = name === 'bytes' ? formatBytes(total) : formatCount(total)
  return [{ label: name === 'bytes' ? `${amount} ${words}` : `${words} ${amount}`, look, values }]
}

/** Not for mrkdwn: what draws or sends it escapes it in its own way. */
function plainRoute({ source, target }: Migration): string {
  const [from, to] = [source, target].map(({ bucket, cloud }) =>
    cut(withoutControls(bucket || cloud || '?').trim(), 80),
  )
  return `${from || '?'} → ${to || '?'}`
}

/** 22 Nov 2026, 07:58 UTC. */
function utc(epochMs: number): string {
  const moment = new Date(Math.min(latestMs, Math.max(0, epochMs)))
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return `${day}, ${moment.toISOString().slice(11, 16)} UTC`
}

const latestMs = Date.UTC(9999, 11, 31)
