import { isSafeUrl } from '../entities.ts'
import { Plain } from '../formatted.ts'
import { html } from '../html.ts'
import { readPayload, readString, readTextOf } from '../payload.ts'
import type { Control } from './control.ts'

/** A button. With a `url` it also opens that; as in Slack, the app is told as well. */
export function Button({ control }: { control: Control }) {
  const { element, isBusy } = control
  const style = readString(element.style) || 'default'
  const url = readString(element.url)
  // A disabled button would lose the focus, so a busy one only does nothing.
  const press = () => {
    if (isBusy) return
    if (isSafeUrl(url)) open(url, '_blank', 'noreferrer,noopener')
    control.send()
  }
  return html`<button
    type="button"
    class=${`button is-${style}`}
    aria-busy=${isBusy}
    aria-label=${readString(element.accessibility_label) || undefined}
    onClick=${press}
  >
    <span class="button-label"><${Plain} text=${readTextOf(element.text)} /></span>
    ${isBusy && html`<span class="spinner" aria-hidden="true"></span>`}
  </button>`
}

export function IconButton({ control }: { control: Control }) {
  return html`<${Button} control=${control} />`
}

export function FeedbackButtons({ control }: { control: Control }) {
  const choices = [readPayload(control.element.positive_button), readPayload(control.element.negative_button)]
  return html`<span class="button-row">
    ${choices.map(
      (choice) => html`<button
        type="button"
        class="button is-default"
        aria-busy=${control.isBusy}
        aria-label=${readString(choice.accessibility_label) || undefined}
        onClick=${() => control.send(readString(choice.value))}
      >
        <${Plain} text=${readTextOf(choice.text)} />
      </button>`,
    )}
  </span>`
}
