import type { KnownBlock } from '@slack/types'
import { escaped } from '../words/text.ts'
import { section } from './elements.ts'
import { cut, limits, notEmpty } from './limits.ts'
import type { ChartBlock } from './message.ts'

export type Chart = {
  type: ChartBlock['chart']['type']
  title: string
  /** Labels along the axis, at most 20 and all different. */
  categories: readonly string[]
  /** Name of the axis that `categories` run along; `up` names the other axis. */
  along: string
  up: string
  series: readonly Series[]
}
/** One value for each category, in their order. No two series have the same name. */
export type Series = { name: string; values: readonly number[] }

export function chart({ type, title, categories, along, up, series }: Chart): ChartBlock {
  const labels = categories.slice(0, limits.chartCategories).map((category) => label(category, limits.chartLabel))
  return {
    type: 'data_visualization',
    title: label(title, limits.chartTitle),
    chart: {
      type,
      series: series.slice(0, limits.chartSeries).map(({ name, values }) => ({
        name: label(name, limits.chartLabel),
        data: labels.map((category, index) => ({ label: category, value: finite(values[index] ?? 0) })),
      })),
      axis_config: {
        categories: labels,
        x_label: label(along, limits.axisLabel),
        y_label: label(up, limits.axisLabel),
      },
    },
  }
}

export function isChart(block: { type: string }): block is ChartBlock {
  return block.type === 'data_visualization'
}

/**
 * A chart in words: a heading that names the figures, then a line for each category with a value, short enough for a
 * phone.
 */
export function figuresInWords({ title, chart: { series, axis_config: axis } }: ChartBlock): KnownBlock {
  const names = series.length > 1 ? [series.map(({ name }) => name).join(' / ')] : []
  const head = [axis.y_label, ...names, axis.x_label].map(escaped).join(' · ')
  const lines = axis.categories.flatMap((category, index) => {
    const values = series.map(({ data }) => data[index]?.value ?? 0)
    const isEmpty = values.every((value) => value === 0)
    return isEmpty ? [] : [`${category}: ${values.map((value) => value.toLocaleString('en-US')).join(' / ')}`]
  })
  return section([`*${escaped(title)}*`, head, ...lines.map(escaped)].join('\n'))
}

function label(text: string, maxLength: number): string {
  return notEmpty(cut(text, maxLength))
}

/** Keeps a value within the range of numbers, because a sum may exceed it. */
function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))
}
