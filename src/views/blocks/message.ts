import type { HomeView, KnownBlock, ModalView } from '@slack/types'

/** A message for Slack. `text` replaces the blocks in notifications and for screen readers. */
export type Message = { text: string; blocks: (KnownBlock | ChartBlock)[] }
export type Modal = ModalView
export type Home = HomeView

/** Slack's block for a chart, for messages only. @slack/types 3.2.0 does not have it yet. */
export type ChartBlock = {
  type: 'data_visualization'
  title: string
  chart: {
    type: 'line' | 'bar'
    series: { name: string; data: { label: string; value: number }[] }[]
    axis_config: { categories: string[]; x_label: string; y_label: string }
  }
}
