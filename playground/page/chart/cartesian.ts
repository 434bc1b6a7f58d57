import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { html } from '../html.ts'
import type { Cartesian, Series } from './chart-data.ts'
import { labelInterval, labelWidth, roundTicks } from './scale.ts'

const height = 226
const [top, bottom] = [22, 186]

/** Lines, areas or groups of bars over one axis of categories. It is only the drawing; its user adds the words. */
export function CartesianChart({ data }: { data: Cartesian }) {
  const { type, categories, series, xLabel, yLabel } = data
  const values = series.flatMap((one) => one.values)
  const ticks = roundTicks(Math.min(0, ...values), Math.max(0, ...values))
  const amounts = ticks.map((tick) => tick.toLocaleString('en-US'))
  const { svg, width } = useWidth()
  const plot = { left: Math.max(...amounts.map(labelWidth)) + 10, right: width - 8 }
  const scale = scaleOf(plot, ticks, categories.length)
  return html`<svg class="chart-plot" ref=${svg} viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <text x="4" y="12">${yLabel}</text>
    ${ticks.map(
      (
        tick,
        index,
      ) => html`<line class="chart-grid" x1=${plot.left} x2=${plot.right} y1=${scale.y(tick)} y2=${scale.y(tick)} />
        <text x=${plot.left - 6} y=${scale.y(tick) + 4} text-anchor="end">${amounts[index]}</text>`,
    )}
    <${CategoryLabels} categories=${categories} scale=${scale} width=${width} />
    ${series.map((one, index) =>
      type === 'bar'
        ? html`<${Bars} one=${one} index=${index} count=${series.length} scale=${scale} />`
        : html`<${Line} one=${one} index=${index} isFilled=${type === 'area'} scale=${scale} />`,
    )}
    <line class="chart-axis" x1=${plot.left} x2=${plot.right} y1=${scale.y(0)} y2=${scale.y(0)} />
    <text x=${(plot.left + plot.right) / 2} y=${height - 6} text-anchor="middle">${xLabel}</text>
  </svg>`
}

/** The width that the drawing has on the page, so that its words have the same size on a phone. */
function useWidth() {
  const svg = useRef<SVGSVGElement>(null)
  const [width, setWidth] = useState(400)
  useLayoutEffect(() => {
    if (svg.current === null) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width || 400))
    observer.observe(svg.current)
    return () => observer.disconnect()
  }, [])
  return { svg, width }
}

type Scale = ReturnType<typeof scaleOf>

function scaleOf(plot: { left: number; right: number }, ticks: readonly number[], count: number) {
  const [low = 0] = ticks
  const high = ticks.at(-1) ?? 1
  const stepWidth = (plot.right - plot.left) / Math.max(1, count)
  return {
    stepWidth,
    /** The middle of a category. */
    x: (index: number) => plot.left + (index + 0.5) * stepWidth,
    y: (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top),
  }
}

type CategoryProps = { categories: readonly string[]; scale: Scale; width: number }

function CategoryLabels({ categories, scale, width }: CategoryProps) {
  const interval = labelInterval(categories, scale.stepWidth)
  return categories.map(
    (category, index) =>
      index % interval === 0 &&
      html`<text ...${labelPlace(scale.x(index), labelWidth(category) / 2, width)} y=${bottom + 16}>${category}</text>`,
  )
}

/** The label's place: below the middle of its category, or at an edge if it would reach beyond that. */
function labelPlace(x: number, reach: number, width: number) {
  if (x < reach) return { x: 0, 'text-anchor': 'start' }
  return x + reach > width ? { x: width, 'text-anchor': 'end' } : { x, 'text-anchor': 'middle' }
}

function Line({ one, index, isFilled, scale }: { one: Series; index: number; isFilled: boolean; scale: Scale }) {
  const points = one.values.map((value, at) => `${scale.x(at)},${scale.y(value)}`)
  const corners = [`${scale.x(0)},${scale.y(0)}`, ...points, `${scale.x(points.length - 1)},${scale.y(0)}`]
  return html`<g class="chart-series" data-series=${index + 1}>
    ${isFilled && html`<polygon class="chart-area" points=${corners.join(' ')} />`}
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
