import type { TargetedInputEvent, TargetedKeyboardEvent } from 'preact'
import { asText } from '../fields.ts'
import { html } from '../html.ts'
import { readPayload, readString, readStrings, readTextOf } from '../payload.ts'
import type { Control } from './control.ts'

type Box = HTMLInputElement | HTMLTextAreaElement

/** A text box of one or several lines, for text, an email address, a URL or a number. */
export function TextInput({ control }: { control: Control }) {
  const { element, placement } = control
  const isMultiline = element.multiline === true || element.type === 'rich_text_input'
  const triggers = readStrings(readPayload(element.dispatch_action_config).trigger_actions_on)
  const shared = {
    id: control.id,
    class: 'input',
    value: asText(control.value),
    placeholder: readTextOf(element.placeholder) || undefined,
    'aria-describedby': placement.input?.describedBy,
    'aria-invalid': placement.input?.isInvalid,
    maxLength: typeof element.max_length === 'number' ? element.max_length : undefined,
    autocomplete: 'off',
    spellcheck: false,
    onInput(event: TargetedInputEvent<Box>) {
      const text = event.currentTarget.value
      control.type(text === '' ? null : text)
      if (placement.isDispatched && triggers.includes('on_character_entered')) control.send(text)
    },
    onKeyDown(event: TargetedKeyboardEvent<Box>) {
      const isSent = placement.isDispatched && event.key === 'Enter' && !isMultiline
      if (!isSent || triggers.includes('on_character_entered')) return
      event.preventDefault()
      control.send(event.currentTarget.value)
    },
  }
  return isMultiline
    ? html`<textarea ...${shared} rows="4"></textarea>`
    : html`<input ...${shared} ...${readKind(readString(element.type))} />`
}

/** The type of the browser's text box. Numbers are typed as text, because a number box loses what it cannot read. */
function readKind(type: string): { type: string; inputmode: string } {
  if (type === 'number_input') return { type: 'text', inputmode: 'decimal' }
  if (type === 'email_text_input') return { type: 'text', inputmode: 'email' }
  if (type === 'url_text_input') return { type: 'text', inputmode: 'url' }
  return { type: 'text', inputmode: 'text' }
}
