import type { AnyBlock, KnownBlock } from '@slack/types'

/** A message, a form or the home tab. */
export type Shown = { blocks: readonly AnyBlock[] }

/** The lines of a message as a person sees it: buttons in brackets, menus behind three dots. */
export function readable(shown: Shown): string[] {
  return knownBlocks(shown).flatMap(lines)
}

/** The commands that its buttons and menus type, by label. */
export function typedBy(shown: Shown): Record<string, string> {
  return Object.fromEntries(knownBlocks(shown).flatMap(elementsOf).flatMap(commandsOf))
}

/** The answers that a form has filled in, by question. */
export function filledIn(shown: Shown): Record<string, string | undefined> {
  const inputs = knownBlocks(shown).filter((block) => block.type === 'input')
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      if (element.type === 'static_select' || element.type === 'external_select')
        return [block_id, element.initial_option?.value]
      return [block_id, element.type === 'plain_text_input' ? element.initial_value : undefined]
    }),
  )
}

function knownBlocks({ blocks }: Shown): KnownBlock[] {
  return blocks.filter(isKnown)
}

function isKnown(block: AnyBlock): block is KnownBlock {
  return ['section', 'context', 'actions', 'input', 'divider'].includes(block.type)
}

function elementsOf(block: KnownBlock): Element[] {
  if (block.type === 'actions') return block.elements
  return block.type === 'section' && block.accessory !== undefined ? [block.accessory] : []
}

function commandsOf(element: Element): [string, string][] {
  const choices = Array.isArray(element.options) ? element.options : [element]
  return choices.map(({ text, value }) => [text.text, value ?? ''])
}

function lines(block: KnownBlock): string[] {
  switch (block.type) {
    case 'section': {
      const { accessory, text } = block
      const shown = withDates(text?.text ?? '').split('\n')
      return accessory === undefined ? shown : [...shown, button(accessory)]
    }
    case 'context':
      return block.elements.map((element) => `(${'text' in element ? withDates(element.text) : ''})`)
    case 'actions':
      return [block.elements.map(button).join(' ')]
    case 'input':
      return [`${block.label.text}${block.optional ? ' (optional)' : ''}: ${block.element.type}`]
    default:
      return [block.type]
  }
}

type Element = { type: string; style?: string; text?: unknown; value?: unknown; options?: unknown }

function button(element: Element): string {
  if ((element.type === 'overflow' || element.type === 'static_select') && Array.isArray(element.options)) {
    return `[… ${element.options.map(({ text }) => text.text).join(' | ')}]`
  }
  const { text } = element
  const label = typeof text === 'object' && text !== null && 'text' in text ? String(text.text) : element.type
  return `[${label}${element.style === undefined ? '' : ` (${element.style})`}]`
}

function withDates(text: string): string {
  return text.replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
}
