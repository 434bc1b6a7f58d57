import { html } from '../html.ts'
import type { Cartesian, Series } from './chart-data.ts'
import { labelInterval, labelWidth, roundTicks } from './scale.ts'

const width = 400
const plot = { left: 46, right: 392, top: 22, bottom: 186 }
const height = 226

/** Lines, areas or groups of bars over one axis of categories. It is only the drawing; its user adds the words. */
export function CartesianChart({ data }: { data: Cartesian }) {
  const { type, categories, series, xLabel, yLabel } = data
  const values = series.flatMap((one) => one.values)
  const ticks = roundTicks(Math.min(0, ...values), Math.max(0, ...values))
  const scale = scaleOf(ticks, categories.length)
  return html`<svg class="chart-plot" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <text x="4" y="12">${yLabel}</text>
    ${ticks.map(
      (
        tick,
      ) => html`<line class="chart-grid" x1=${plot.left} x2=${plot.right} y1=${scale.y(tick)} y2=${scale.y(tick)} />
        <text x=${plot.left - 6} y=${scale.y(tick) + 4} text-anchor="end">${tick.toLocaleString('en-US')}</text>`,
    )}
    <${CategoryLabels} categories=${categories} scale=${scale} />
    ${series.map((one, index) =>
      type === 'bar'
        ? html`<${Bars} one=${one} index=${index} count=${series.length} scale=${scale} />`
        : html`<${Line} one=${one} index=${index} isFilled=${type === 'area'} scale=${scale} />`,
    )}
    <line class="chart-axis" x1=${plot.left} x2=${plot.right} y1=${scale.y(0)} y2=${scale.y(0)} />
    <text x=${(plot.left + plot.right) / 2} y=${height - 6} text-anchor="middle">${xLabel}</text>
  </svg>`
}

type Scale = ReturnType<typeof scaleOf>

function scaleOf(ticks: readonly number[], count: number) {
  const [low = 0] = ticks
  const high = ticks.at(-1) ?? 1
  const stepWidth = (plot.right - plot.left) / Math.max(1, count)
  return {
    stepWidth,
    /** The middle of a category. */
    x: (index: number) => plot.left + (index + 0.5) * stepWidth,
    y: (value: number) => plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top),
  }
}

function CategoryLabels({ categories, scale }: { categories: readonly string[]; scale: Scale }) {
  const interval = labelInterval(categories, scale.stepWidth)
  return categories.map(
    (category, index) =>
      index % interval === 0 &&
      html`<text x=${labelMiddle(scale.x(index), category)} y=${plot.bottom + 16} text-anchor="middle">${category}</text>`,
  )
}

/** The label's position: below its category, or as near as the edge allows. */
function labelMiddle(x: number, label: string): number {
  return Math.min(x, width - labelWidth(label) / 2)
}

function Line({ one, index, isFilled, scale }: { one: Series; index: number; isFilled: boolean; scale: Scale }) {
  const points = one.values.map((value, at) => `${scale.x(at)},${scale.y(value)}`)
  const area = [`${scale.x(0)},${scale.y(0)}`, ...points, `${scale.x(points.length - 1)},${scale.y(0)}`]
  return html`<g class="chart-series" data-series=${index + 1}>
    ${isFilled && html`<polygon class="chart-area" points=${area.join(' ')} />`}
    <polyline class="chart-line" points=${points.join(' ')} />
    ${one.values.map((value, at) => html`<circle cx=${scale.x(at)} cy=${scale.y(value)} r="2.5" />`)}
  </g>`
}

function Bars({ one, index, count, scale }: { one: Series; index: number; count: number; scale: Scale }) {
  const barWidth = (scale.stepWidth * 0.8) / count
  return html`<g class="chart-series" data-series=${index + 1}>
    ${one.values.map((value, at) => {
      const left = scale.x(at) + (index - count / 2) * barWidth
      const [top, bottom] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))]
      return html`<rect x=${left} y=${top} width=${Math.max(1, barWidth - 0.5)} height=${bottom - top} />`
    })}
  </g>`
}
