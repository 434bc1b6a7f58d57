import type { KnownBlock } from '@slack/types'
import { section } from './elements.ts'
import { cut, limits, notEmpty } from './limits.ts'
import type { ChartBlock, Message } from './message.ts'
import { escaped } from './text.ts'

export type Chart = {
  type: ChartBlock['chart']['type']
  title: string
  /** At most 20, no two alike. */
  categories: readonly string[]
  /** Names of the axes. */
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

/** A message whose charts are written out, for where Slack has no charts. */
export function inWords({ text, blocks }: Message): { text: string; blocks: KnownBlock[] } {
  return { text, blocks: blocks.map((block) => (isChart(block) ? figures(block) : block)) }
}

export function hasCharts({ blocks }: Message): boolean {
  return blocks.some(isChart)
}

export function isChart(block: { type: string }): block is ChartBlock {
  return block.type === 'data_visualization'
}

/** A line for each category in which there is anything, short enough for a phone; the first line says what is what. */
function figures({ title, chart: { series, axis_config: axis } }: ChartBlock): KnownBlock {
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

/** Sums may be larger than any number. */
function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))
}
