import { CartesianChart } from '../chart/cartesian.ts'
import { type ChartData, readChart } from '../chart/chart-data.ts'
import { PieChart } from '../chart/pie.ts'
import { html } from '../html.ts'
import { readPayload, readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'

/** A `data_visualization`: its title, a legend, a drawing, and all figures for screen readers. */
export function Chart({ block }: BlockProps) {
  const title = readString(block.title)
  const data = readChart(readPayload(block.chart))
  const names = (data.type === 'pie' ? data.slices : data.series).map(({ name }) => name)
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <ul class="chart-legend" aria-hidden="true">
      ${names.map((name, index) => html`<li class="chart-series" data-series=${index + 1}>${name}</li>`)}
    </ul>
    ${data.type === 'pie' ? html`<${PieChart} slices=${data.slices} />` : html`<${CartesianChart} data=${data} />`}
    <div class="visually-hidden"><${Figures} title=${title} data=${data} /></div>
  </figure>`
}

function Figures({ title, data }: { title: string; data: ChartData }) {
  const { head, rows } = tableOf(data)
  return html`<table>
    <caption>${title}, ${data.type} chart</caption>
    <thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
    <tbody>
      ${rows.map(([name, ...values]) => html`<tr><th scope="row">${name}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`)}
    </tbody>
  </table>`
}

type FigureTable = { head: readonly string[]; rows: readonly (readonly (string | number)[])[] }

function tableOf(data: ChartData): FigureTable {
  if (data.type === 'pie') {
    const total = data.slices.reduce((sum, { value }) => sum + value, 0)
    const rows = data.slices.map(({ name, value }) => [name, value, `${Math.round((100 * value) / total)} %`])
    return { head: ['Slice', 'Value', 'Share'], rows }
  }
  const { categories, series, xLabel, yLabel } = data
  const named = series.map(({ name }) => (yLabel === '' ? name : `${name}, ${yLabel}`))
  const rows = categories.map((category, index) => [category, ...series.map(({ values }) => values[index] ?? 0)])
  return { head: [xLabel || 'Category', ...named], rows }
}
