import { Element } from '../elements/element.ts'
import { html } from '../html.ts'
import { readPayloads, readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'

/** A row of buttons and other elements that act at once. */
export function Actions({ block, place }: BlockProps) {
  return html`<div class="actions">
    ${readPayloads(block.elements).map(
      (element, index) => html`<${Element}
        key=${readString(element.action_id) || index}
        element=${element}
        placement=${{ ...place, isDispatched: true }}
      />`,
    )}
  </div>`
}

export function ContextActions(props: BlockProps) {
  return html`<div class="is-small"><${Actions} ...${props} /></div>`
}
