import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
  StaticSelect,
} from '@slack/types'
import { defined } from '../../defined.ts'
import { withoutControls } from '../words/text.ts'
import { ids } from './ids.ts'
import { cut, cutMrkdwn, limits, notEmpty } from './limits.ts'

/** A button or menu entry: its label, and the command that it types for the person. */
export type Choice = {
  label: string
  command: string
  style?: 'primary' | 'danger'
  /** Whether the next page replaces this form. */
  inPlace?: true
  /** Whether this form is drawn again, with what was entered so far. */
  keepsEntries?: true
  confirm?: Confirm
}

/** A question that is asked before something is done. */
type Confirm = { title: string; text: string; yes: string }

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: formatted(mrkdwn, limits.sectionText) }
}

/** Lines in as few sections as have room for all of them. */
export function sections(lines: readonly string[]): SectionBlock[] {
  const parts: string[][] = []
  let room = 0
  for (const line of lines) {
    room -= line.length + 1
    if (room < 0) {
      parts.push([])
      room = limits.sectionText - line.length - 1
    }
    parts.at(-1)?.push(line)
  }
  return parts.map((part) => section(part.join('\n')))
}

/** A line between two parts of a page. */
export const divider = { type: 'divider' } as const

export function context(mrkdwn: string): ContextBlock {
  return { type: 'context', elements: [formatted(mrkdwn, limits.contextText)] }
}

/**
 * A row of buttons, with a menu for the rest. Three buttons fit a row on a phone. A choice that Slack has no room for
 * is left out, because half a command would do something else.
 */
export function choices(buttons: readonly Choice[], more: readonly Choice[] = []): ActionsBlock[] {
  const inMenu = more.filter(({ command }) => fits(command, limits.optionValue))
  const elements = [
    ...distinct(buttons.filter(({ command }) => fits(command, limits.buttonValue)).map(button)),
    ...(inMenu.length > 0 ? [menu(inMenu)] : []),
  ]
  return elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, limits.buttonsInRow) }]
}

/**
 * A row of buttons, and a menu with as many entries as leave room for the rest of the message. With `confirm`, what was
 * picked in it is done after that question.
 */
export function choicesAndList(
  buttons: readonly Choice[],
  { placeholder, entries, confirm }: { placeholder: string; entries: readonly Choice[]; confirm?: Confirm },
): ActionsBlock[] {
  const [row = { type: 'actions', elements: [] }] = choices(buttons)
  const listed = withinRoom(
    entries.filter(({ command }) => fits(command, limits.optionValue)),
    option,
  )
  if (listed.length === 0) return row.elements.length === 0 ? [] : [row]
  const menu = { ...select(listed, placeholder), ...(confirm && { confirm: confirmation(confirm) }) }
  return [{ ...row, elements: [...row.elements, menu] }]
}

/**
 * Choices of any number: up to six as rows of buttons, more as one menu. If a command is too long for a menu, the
 * choices stay buttons, as many as fit a screen.
 */
export function offer(ways: readonly Choice[], placeholder: string): ActionsBlock[] {
  const fitting = ways.filter(({ command }) => fits(command, limits.buttonValue))
  const fitsMenu = fitting.every(({ command }) => fits(command, limits.optionValue))
  if (fitting.length > 2 * onPhone && fitsMenu) return [{ type: 'actions', elements: [select(fitting, placeholder)] }]
  const shown = withinRoom(fitting.slice(0, mostRows * onPhone), button)
  return Array.from({ length: Math.ceil(shown.length / onPhone) }, (_, row) =>
    choices(shown.slice(row * onPhone, (row + 1) * onPhone)),
  ).flat()
}

/** Choices that leave room for the rest of the message. Long commands fill it, so there are fewer of them. */
function withinRoom(ways: readonly Choice[], drawn: (choice: Choice) => object): Choice[] {
  let room = offeredCharacters
  return ways.filter((way) => {
    room -= JSON.stringify(drawn(way)).length
    return room >= 0
  })
}

const offeredCharacters = 5000

/** How many buttons fit a row, and how many rows fit a screen, on a phone. */
const onPhone = 3
const mostRows = 3

export function button({ label, command, style, inPlace, keepsEntries, confirm }: Choice): Button {
  const prefix = keepsEntries ? ids.redraw : inPlace ? ids.swap : ids.run
  return {
    type: 'button',
    text: plain(label, limits.buttonText),
    action_id: `${prefix}${actionName(label)}`,
    value: cut(command, limits.buttonValue),
    ...defined({ style }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm, style) }),
  }
}

function fits(command: string, maxLength: number): boolean {
  return command !== '' && command.length <= maxLength
}

/**
 * Makes the ids of buttons distinct, because Slack refuses a block with two equal ids. Keys named `a` and `a-` would
 * have the same.
 */
function distinct(buttons: readonly Button[]): Button[] {
  const count = (id: string | undefined, end: number) =>
    buttons.slice(0, end).filter((one) => one.action_id === id).length
  return buttons.map((one, index) => {
    const before = count(one.action_id, index)
    return before === 0 ? one : { ...one, action_id: `${one.action_id}.${before + 1}` }
  })
}

export function plain(text: string, maxLength: number): PlainTextElement {
  return { type: 'plain_text', text: notEmpty(cut(withoutControls(text), maxLength)), emoji: true }
}

/** mrkdwn cut to a length. Verbatim: Slack makes no links or mentions except those written as such. */
function formatted(mrkdwn: string, maxLength: number): MrkdwnElement {
  return { type: 'mrkdwn', text: notEmpty(cutMrkdwn(mrkdwn, maxLength)), verbatim: true }
}

/** A menu behind three dots. */
export function menu(entries: readonly Choice[]): Overflow {
  return {
    type: 'overflow',
    action_id: `${entries.some(({ inPlace }) => inPlace) ? ids.swap : ids.run}more`,
    options: entries.slice(0, limits.overflowOptions).map(option),
  }
}

function select(entries: readonly Choice[], placeholder: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: `${ids.run}${actionName(placeholder)}`,
    placeholder: plain(placeholder, limits.placeholder),
    options: entries.slice(0, limits.selectOptions).map(option),
  }
}

function option({ label, command }: Choice): PlainTextOption {
  return { text: plain(label, limits.optionText), value: command }
}

function confirmation(confirm: Confirm, style?: Choice['style']): ConfirmationDialog {
  return {
    title: plain(confirm.title, limits.confirmTitle),
    text: plain(confirm.text, limits.confirmText),
    confirm: plain(confirm.yes, limits.confirmButton),
    deny: plain('Keep as it is', limits.confirmButton),
    ...defined({ style }),
  }
}

/** An action id that is stable and readable in logs: "Retry failed objects" → `retry-failed-objects`. */
function actionName(label: string): string {
  const name = label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return cut(name.replaceAll(/^-|-$/g, '') || 'choice', 60)
}
