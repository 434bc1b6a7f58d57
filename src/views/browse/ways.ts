import type { KnownBlock, SectionBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import { formatTrail, type Trail } from '../../migrations/typed/trail.ts'
import { button, type Choice, choices, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import { type Page, turns } from '../blocks/pages.ts'
import { cutMiddle } from '../words/text.ts'

/** A choice that leads to a place. Empty if the place cannot be typed or is too long for a button. */
export function way(label: string, trail: Trail, style?: Choice['style']): Choice[] {
  const command = formatTrail(trail)
  if (command === undefined || command.length > limits.buttonValue) return []
  return [{ label, command, ...defined({ style }) }]
}

/**
 * Buttons for the next steps, with choices that lead elsewhere in a menu behind them, or as buttons if there is room.
 */
export function steps(next: readonly Choice[], elsewhere: readonly Choice[]): KnownBlock[] {
  if (next.length + elsewhere.length <= onPhone) return choices([...next, ...elsewhere])
  const beside = Math.max(0, onPhone - 1 - next.length)
  return choices([...next, ...elsewhere.slice(0, beside)], elsewhere.slice(beside))
}

/** How many buttons fit a row on a phone. */
const onPhone = 3

/** A line with a button that leads on, if there is one. */
export function row(mrkdwn: string, [choice]: readonly Choice[]): SectionBlock {
  return { ...section(mrkdwn), ...(choice === undefined ? {} : { accessory: button(choice) }) }
}

/** Choices for the pages around one. Empty if the place cannot be typed or is too long for a button. */
export function pageWays({ page: _, ...trail }: Trail, page: Omit<Page<unknown>, 'shown'>): Choice[] {
  const command = formatTrail(trail)
  const ways = command === undefined ? [] : turns(command, page)
  return ways.filter((one) => one.command.length <= limits.buttonValue)
}

/** Lines in as few blocks as possible. No line is split. */
export function lineBlocks(lines: readonly string[]): SectionBlock[] {
  const texts: string[] = []
  for (const line of lines) {
    const last = texts.at(-1)
    if (last === undefined || last.length + line.length >= limits.sectionText) texts.push(line)
    else texts[texts.length - 1] = `${last}\n${line}`
  }
  return texts.map(section)
}

/** A long name cut in the middle, because its end tells it from others. */
export function shortName(name: string): string {
  return cutMiddle(name, 80)
}
