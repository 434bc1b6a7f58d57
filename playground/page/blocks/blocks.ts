import type { ComponentType } from 'preact'
import type { Block } from '../../slack/protocol.ts'
import { fieldKey } from '../fields.ts'
import { Formatted } from '../formatted.ts'
import { html } from '../html.ts'
import { Markdown } from '../markdown-view.ts'
import { isPayload, readPayloads, readString } from '../payload.ts'
import { Actions, ContextActions } from './actions.ts'
import { Alert } from './alert.ts'
import type { BlockProps } from './block-props.ts'
import { Card, Carousel } from './card.ts'
import { Chart } from './chart.ts'
import { Input } from './input.ts'
import { FileBlock, ImageBlock, Video } from './media.ts'
import { Plan, TaskCard } from './plan.ts'
import { RichText } from './rich-text.ts'
import { Context, Header, Section } from './section.ts'
import { Table } from './table.ts'

/** Draws Block Kit. A block of an unknown type becomes a note, so that nothing an app sends disappears. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return html`<div class="blocks">
    ${blocks.map((block, index) => {
      // Apps that name no blocks get new ids at each update. Keyed by its position, a block keeps the focus inside it.
      const key = block.type === 'input' ? fieldKey(block) : `${block.type}-${index}`
      const place = block.block_id === undefined ? { key } : { key, blockId: block.block_id }
      return html`<${OneBlock} key=${key} block=${block} place=${place} />`
    })}
  </div>`
}

const views: Readonly<Record<string, ComponentType<BlockProps>>> = {
  section: Section,
  header: Header,
  divider: () => html`<hr class="divider" />`,
  context: Context,
  actions: Actions,
  context_actions: ContextActions,
  image: ImageBlock,
  video: Video,
  file: FileBlock,
  input: Input,
  rich_text: RichText,
  markdown: ({ block }) => html`<${Markdown} text=${readString(block.text)} />`,
  alert: Alert,
  plan: Plan,
  task_card: TaskCard,
  table: Table,
  data_table: Table,
  data_visualization: Chart,
  card: Card,
  carousel: Carousel,
  container: Container,
}

function OneBlock({ block, place }: BlockProps) {
  const type = readString(block.type)
  const view = views[type]
  return view === undefined
    ? html`<p class="unknown">Unknown block “${type}”</p>`
    : html`<${view} block=${block} place=${place} />`
}

function Container({ block }: BlockProps) {
  const children = readPayloads(block.child_blocks).filter(isBlock)
  const head = html`<${Formatted} text=${block.title} />
    ${block.subtitle !== undefined && html`<span class="container-note"><${Formatted} text=${block.subtitle} /></span>`}`
  if (block.is_collapsible !== true) {
    return html`<div class="container"><div class="container-head">${head}</div><${Blocks} blocks=${children} /></div>`
  }
  return html`<details class="container" open=${block.default_collapsed !== true}>
    <summary class="container-head">${head}</summary>
    <${Blocks} blocks=${children} />
  </details>`
}

function isBlock(value: unknown): value is Block {
  return isPayload(value) && typeof value.type === 'string'
}
