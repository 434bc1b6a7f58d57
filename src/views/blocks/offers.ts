import type { ActionsBlock, AnyBlock, SectionBlock } from '@slack/types'
import { ids } from './ids.ts'

/** A message, a form or the home tab. */
type Page = { blocks: AnyBlock[] }
type Element = ActionsBlock['elements'][number] | NonNullable<SectionBlock['accessory']>
type IsOffered = (command: string) => boolean

/** The commands that the buttons and menus of a page type. Pure. */
export function commandsOn({ blocks }: Page): string[] {
  return blocks.flatMap(elementsIn).flatMap(commandsOf)
}

/** A page with only the buttons and menu entries whose commands are offered. The questions of a form stay. Pure. */
export function offeringOnly<Shown extends Page>(page: Shown, isOffered: IsOffered): Shown {
  return { ...page, blocks: page.blocks.flatMap((block) => withOffered(block, isOffered)) }
}

function withOffered<Block extends AnyBlock>(block: Block, isOffered: IsOffered): Block[] {
  const elements = elementsIn(block).flatMap((element) => offeredOf(element, isOffered))
  if (isActions(block)) return elements.length === 0 ? [] : [{ ...block, elements }]
  return isSection(block) && block.accessory !== undefined ? [{ ...block, accessory: elements[0] }] : [block]
}

function offeredOf(element: Element, isOffered: IsOffered): Element[] {
  if (!runsCommand(element)) return [element]
  if (element.type === 'overflow' || element.type === 'static_select') {
    const options = (element.options ?? []).filter(({ value = '' }) => isOffered(value))
    return options.length === 0 ? [] : [{ ...element, options }]
  }
  return commandsOf(element).every(isOffered) ? [element] : []
}

function commandsOf(element: Element): string[] {
  if (!runsCommand(element)) return []
  if (element.type === 'overflow' || element.type === 'static_select') {
    return (element.options ?? []).flatMap(({ value }) => value ?? [])
  }
  return element.type === 'button' && element.value !== undefined ? [element.value] : []
}

function runsCommand(element: Element): boolean {
  const id = 'action_id' in element ? (element.action_id ?? '') : ''
  return [ids.run, ids.swap, ids.redraw].some((prefix) => id.startsWith(prefix))
}

function elementsIn(block: AnyBlock): Element[] {
  if (isActions(block)) return block.elements
  return isSection(block) && block.accessory !== undefined ? [block.accessory] : []
}

function isActions(block: AnyBlock): block is ActionsBlock {
  return block.type === 'actions'
}

function isSection(block: AnyBlock): block is SectionBlock {
  return block.type === 'section'
}
