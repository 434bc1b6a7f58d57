import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  SectionBlock,
} from '@slack/types'
import { ids } from './ids.ts'
import { cut, cutMrkdwn, limits, notEmpty } from './limits.ts'
import { withoutControls } from './text.ts'

/** A button or menu entry: what it says and the command that it types for the person. */
export type Choice = {
  label: string
  command: string
  style?: 'primary' | 'danger'
  confirm?: { title: string; text: string; yes: string }
}

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: formatted(mrkdwn, limits.sectionText) }
}

export function context(mrkdwn: string): ContextBlock {
  return { type: 'context', elements: [formatted(mrkdwn, limits.contextText)] }
}

/** Three buttons fit a row on a phone; what is more goes into a menu behind them. */
export function choices(buttons: readonly Choice[], more: readonly Choice[] = []): ActionsBlock[] {
  const elements = [...buttons.map(button), ...(more.length > 0 ? [menu(more)] : [])]
  return elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, limits.buttonsInRow) }]
}

export function button({ label, command, style, confirm }: Choice): Button {
  return {
    type: 'button',
    text: plain(label, limits.buttonText),
    action_id: `${ids.run}${actionName(label)}`,
    value: cut(command, limits.buttonValue),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm, style) }),
  }
}

export function plain(text: string, maxLength: number): PlainTextElement {
  return { type: 'plain_text', text: notEmpty(cut(withoutControls(text), maxLength)), emoji: true }
}

/** Verbatim: Slack makes no links or mentions but the ones that are written as such. */
function formatted(mrkdwn: string, maxLength: number): MrkdwnElement {
  return { type: 'mrkdwn', text: notEmpty(cutMrkdwn(mrkdwn, maxLength)), verbatim: true }
}

function menu(entries: readonly Choice[]): Overflow {
  return {
    type: 'overflow',
    action_id: `${ids.run}more`,
    options: entries.slice(0, limits.overflowOptions).map(({ label, command }) => ({
      text: plain(label, limits.optionText),
      value: cut(command, limits.optionValue),
    })),
  }
}

function confirmation(confirm: NonNullable<Choice['confirm']>, style: Choice['style']): ConfirmationDialog {
  return {
    title: plain(confirm.title, limits.confirmTitle),
    text: plain(confirm.text, limits.confirmText),
    confirm: plain(confirm.yes, limits.confirmButton),
    deny: plain('Keep as it is', limits.confirmButton),
    ...(style === undefined ? {} : { style }),
  }
}

/** Stable and readable in logs: "Retry failed objects" → `retry-failed-objects`. */
function actionName(label: string): string {
  const name = label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return cut(name.replaceAll(/^-|-$/g, '') || 'choice', 60)
}
