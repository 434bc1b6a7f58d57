import { type Payload, readNumber, readPayload, readPayloads, readString, readStrings } from '../payload.ts'

/** The data of a `data_visualization`, read from the app's block. */
export type ChartData =
  | { type: 'pie'; slices: readonly Slice[] }
  | {
      type: 'line' | 'bar' | 'area'
      categories: readonly string[]
      series: readonly Series[]
      xLabel: string
      yLabel: string
    }

export type Slice = { name: string; value: number }
/** One value for each category, in their order. */
export type Series = { name: string; values: readonly number[] }
export type Cartesian = Exclude<ChartData, { type: 'pie' }>

export function readChart(chart: Payload): ChartData {
  if (chart.type === 'pie') {
    const slices = readPayloads(chart.segments)
    return {
      type: 'pie',
      slices: slices.map(({ label, value }) => ({ name: readString(label), value: readNumber(value) })),
    }
  }
  const axis = readPayload(chart.axis_config)
  const categories = readStrings(axis.categories)
  return {
    type: chart.type === 'bar' || chart.type === 'area' ? chart.type : 'line',
    categories,
    series: readPayloads(chart.series).map(({ name, data }) => ({
      name: readString(name),
      values: inOrder(readPayloads(data), categories),
    })),
    xLabel: readString(axis.x_label),
    yLabel: readString(axis.y_label),
  }
}

/** The values of points in the order of the categories. Points can come in any order. */
function inOrder(points: readonly Payload[], categories: readonly string[]): number[] {
  const values = new Map(points.map(({ label, value }) => [label, readNumber(value)]))
  return categories.map((category) => values.get(category) ?? 0)
}
