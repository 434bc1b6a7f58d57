import { scaleLinear, scaleUtc } from 'd3-scale'
import { formatBytes, formatCount } from '../views/format.ts'
import { cut } from '../views/limits.ts'
import type { Chart, Panel } from './chart.ts'
import { bar, ink, patterns, swatch } from './looks.ts'
import { type Svg, svg } from './svg.ts'

/** Shown at the width of a phone; pictures are painted with twice as many pixels. */
export const chartWidth = 390
const plot = { left: 60, width: chartWidth - 60 - 14 }
const headHeight = 58
const footHeight = 30
const panelHeights = { first: 128, other: 62 }
/** Room above a panel for its legend. */
const legendHeight = 28

/** A chart as an SVG document. Pure. */
export function draw(chart: Chart): string {
  const tops = chart.panels.map((_, index) => headHeight + index * legendHeight + heightBefore(index))
  const bottom = headHeight + chart.panels.length * legendHeight + heightBefore(chart.panels.length)
  const height = bottom + footHeight
  const panels = chart.panels.map((panel, index) =>
    panelOf(panel, chart, { top: tops[index] ?? 0, height: heightOf(index) }),
  )
  return svg`<svg xmlns="http://www.w3.org/2000/svg" width="${chartWidth}" height="${height}" viewBox="0 0 ${chartWidth} ${height}" font-family="Inter" font-size="11.5">
${patterns}<rect width="${chartWidth}" height="${height}" fill="${ink.paper}"/>
<rect x="0.5" y="0.5" width="${chartWidth - 1}" height="${height - 1}" fill="none" stroke="${ink.frame}"/>
${head(chart)}${timeAxis(chart, { top: headHeight, bottom })}${panels}
</svg>`.markup
}

type Span = { top: number; height: number }

function heightOf(index: number): number {
  return index === 0 ? panelHeights.first : panelHeights.other
}

function heightBefore(index: number): number {
  return index === 0 ? 0 : panelHeights.first + (index - 1) * panelHeights.other
}

function head({ title, subtitle }: Chart): Svg {
  const room = chartWidth - 2 * margin
  const shown = cut(title, 56)
  const size = Math.max(11, Math.min(16, room / (shown.length * widestLetter)))
  return svg`<text x="${margin}" y="26" font-size="${size}" font-weight="600" fill="${ink.text}">${shown}</text>
<text x="${margin}" y="44" fill="${ink.faint}">${cut(subtitle, 64)}</text>`
}

const margin = 14
/** Of a bold letter, in parts of its size: about the average of the wide ones. */
const widestLetter = 0.6

/** Lines down through all panels, and the times below. */
function timeAxis(chart: Chart, { top, bottom }: { top: number; bottom: number }): Svg {
  const x = timeScale(chart)
  const ticks = x.ticks(5).map((at) => {
    const left = x(at)
    return svg`<line x1="${left}" y1="${top + legendHeight}" x2="${left}" y2="${bottom}" stroke="${ink.grid}"/>
<text x="${left}" y="${bottom + 17}" text-anchor="middle" fill="${ink.faint}">${tickText(at)}</text>`
  })
  return svg`${ticks}<text x="${margin}" y="${bottom + 17}" fill="${ink.faint}">UTC</text>`
}

/** Whole steps, so that the first bar and the last one are as wide as the others. */
function timeScale({ from, to, stepMs }: Chart) {
  const domain = [Math.floor(from / stepMs) * stepMs, Math.ceil(to / stepMs) * stepMs]
  return scaleUtc(domain, [plot.left, plot.left + plot.width])
}

/** The time of day, or at its beginning the day. */
function tickText(at: Date): string {
  const [, clock = ''] = at.toISOString().split('T')
  if (!clock.startsWith('00:00')) return clock.slice(0, 5)
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}

function panelOf(panel: Panel, chart: Chart, { top, height }: Span): Svg {
  const baseline = top + legendHeight + height
  const moments = momentsOf(panel, chart)
  const largest = Math.max(...moments.map((at) => Math.max(...levels(panel, at).map(({ upTo }) => upTo))), 0)
  const lines = height > 100 ? 3 : 2
  const y = scaleLinear([0, largest || 1], [baseline, top + legendHeight]).nice(lines)
  const x = timeScale(chart)
  const width = Math.max(1, x(new Date(chart.stepMs)) - x(new Date(0)) - 1)
  const bars = moments.flatMap((at) =>
    levels(panel, at)
      .filter(({ from, upTo }) => upTo > from)
      .map(({ look, from, upTo }) =>
        bar(look, { left: x(new Date(at)) + 0.5, top: y(upTo), width, height: y(from) - y(upTo) }),
      ),
  )
  return svg`${legend(panel, top)}${valueAxis(y, panel.unit, lines)}${bars}
<line x1="${plot.left}" y1="${baseline}" x2="${plot.left + plot.width}" y2="${baseline}" stroke="${ink.axis}"/>`
}

/** Those that are to be seen: a bar that began before the time shown may reach into it. */
function momentsOf({ series }: Panel, { from, to, stepMs }: Chart): number[] {
  const all = series.flatMap(({ values }) => [...values.keys()])
  return [...new Set(all)].filter((at) => at > from - stepMs && at <= to)
}

/** From where to where each series reaches at a moment; marks are counted from zero. */
function levels({ series }: Panel, at: number) {
  let below = 0
  return series.map(({ look, values }) => {
    const value = Math.min(largestDrawn, values.get(at) ?? 0)
    const from = look === 'mark' ? 0 : below
    if (look !== 'mark') below += value
    return { look, from, upTo: from + value }
  })
}

/** Beyond it, floating point leaves no steps between the lines of a scale. */
const largestDrawn = 1e21

function legend({ series }: Panel, top: number): Svg {
  const baseline = top + legendHeight - 9
  let left = margin
  const entries = series.map(({ look, label }) => {
    const entry = svg`${swatch(look, left, baseline)}<text x="${left + 15}" y="${baseline}" fill="${ink.text}">${cut(label, 40)}</text>`
    left += 15 + label.length * 6.5 + 12
    return entry
  })
  return svg`${entries}`
}

type ValueScale = ReturnType<typeof scaleLinear<number, number>>

function valueAxis(y: ValueScale, unit: Panel['unit'], lines: number): Svg {
  const ticks = y.ticks(lines).filter((value) => unit === 'bytes' || Number.isInteger(value))
  const shown = ticks.map((value) => {
    const text = unit === 'bytes' ? formatBytes(value) : formatCount(value)
    const line = svg`<line x1="${plot.left}" y1="${y(value)}" x2="${plot.left + plot.width}" y2="${y(value)}" stroke="${ink.grid}"/>`
    return svg`${line}<text x="${plot.left - 6}" y="${y(value) + 4}" text-anchor="end" fill="${ink.faint}">${value === 0 ? '0' : text}</text>`
  })
  return svg`${shown}`
}
