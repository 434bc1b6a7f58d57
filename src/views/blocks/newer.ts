import type { KnownBlock } from '@slack/types'
import { figuresInWords, isChart } from './chart.ts'
import type { Message } from './message.ts'
import { isPlan, planInWords } from './plan.ts'

/** Types of blocks that Slack brings to one workspace after the other. Each can be written in words. */
const newer = ['data_visualization', 'plan'] as const
export type NewerType = (typeof newer)[number]

type Block = { type: string }

/** The newer types of blocks in a message, for messages alone. */
export function newerIn({ blocks }: { blocks: readonly Block[] }): NewerType[] {
  return newer.filter((type) => blocks.some((block) => block.type === type))
}

/** A message with its newer blocks written out, for places where Slack has none, such as modals and the home tab. */
export function inWords(message: Message): { text: string; blocks: KnownBlock[] }
export function inWords(message: { text: string; blocks: readonly Block[] }): { text: string; blocks: Block[] }
export function inWords({ text, blocks }: { text: string; blocks: readonly Block[] }): {
  text: string
  blocks: Block[]
} {
  return { text, blocks: blocks.map(blockInWords) }
}

function blockInWords(block: Block): Block {
  if (isChart(block)) return figuresInWords(block)
  return isPlan(block) ? planInWords(block) : block
}
