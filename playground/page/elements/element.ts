import type { ComponentType } from 'preact'
import { html } from '../html.ts'
import { type Payload, readString } from '../payload.ts'
import { Button, FeedbackButtons, IconButton } from './button.ts'
import { Checkboxes, RadioButtons } from './choices.ts'
import { type Control, type Placement, useControl } from './control.ts'
import { DatePicker, DateTimePicker, TimePicker } from './date.ts'
import { FileInput } from './file.ts'
import { ImageElement } from './image.ts'
import { Overflow } from './overflow.ts'
import { Select } from './select.ts'
import { TextInput } from './text-input.ts'

/** Draws a block element by its type, with a visible note instead of an unknown one. */
export function Element({ element, placement }: { element: Payload; placement: Placement }) {
  const control = useControl(element, placement)
  const type = readString(element.type)
  const view = findView(type)
  if (view === undefined) return html`<span class="unknown">Unknown element “${type}”</span>`
  return html`<span class="element" data-type=${type} data-action=${readString(element.action_id)}>
    <${view} control=${control} />
    ${control.failure !== undefined && html`<span class="failure" role="alert">${control.failure}</span>`}
  </span>`
}

type ElementView = ComponentType<{ control: Control }>

const views: Readonly<Record<string, ElementView>> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  image: ImageElement,
  overflow: Overflow,
  plain_text_input: TextInput,
  rich_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  file_input: FileInput,
}

function findView(type: string): ElementView | undefined {
  return /^(multi_)?(static|external|users|conversations|channels)_select$/.test(type) ? Select : views[type]
}
