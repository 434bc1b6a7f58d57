import { useId } from 'preact/hooks'
import { Element } from '../elements/element.ts'
import { fieldKey } from '../fields.ts'
import { Plain } from '../formatted.ts'
import { html } from '../html.ts'
import { type Payload, readPayload, readString, readTextOf } from '../payload.ts'
import { useSurface } from '../surface.ts'
import type { BlockProps } from './block-props.ts'

/** A labelled input with its hint and the problems that the app or Slack reports. */
export function Input({ block, place }: BlockProps) {
  const { errors } = useSurface()
  const error = errors[fieldKey(block)]
  const hint = readTextOf(block.hint)
  const id = useId()
  const noteId = `${id}-note`
  const describedBy = error === undefined && hint === '' ? undefined : noteId
  const input = { controlId: `${id}-control`, labelId: `${id}-label`, describedBy, isInvalid: error !== undefined }
  const element = readPayload(block.element)
  return html`<div class="input-block" data-invalid=${error === undefined ? undefined : ''}>
    <${Label} block=${block} element=${element} input=${input} />
    <${Element}
      key=${String(element.action_id)}
      element=${element}
      placement=${{ ...place, input, isDispatched: block.dispatch_action === true }}
    />
    <div id=${noteId}>
      ${error !== undefined && html`<p class="input-error" role="alert">${error}</p>`}
      ${hint !== '' && html`<p class="input-hint"><${Plain} text=${hint} /></p>`}
    </div>
  </div>`
}

type LabelProps = { block: Payload; element: Payload; input: { controlId: string; labelId: string } }

/** The label of the one control. Checkboxes and radio buttons have a label each, and their group names this text. */
function Label({ block, element, input }: LabelProps) {
  const text = html`<${Plain} text=${readTextOf(block.label)} />
    ${block.optional === true && html`<span class="optional"> (optional)</span>`}`
  return ['checkboxes', 'radio_buttons'].includes(readString(element.type))
    ? html`<div class="input-label" id=${input.labelId}>${text}</div>`
    : html`<label class="input-label" for=${input.controlId}>${text}</label>`
}
