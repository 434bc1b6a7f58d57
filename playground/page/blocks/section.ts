import { Element } from '../elements/element.ts'
import { Formatted, Plain } from '../formatted.ts'
import { html } from '../html.ts'
import { isPayload, readPayloads, readTextOf } from '../payload.ts'
import { Picture } from '../picture.ts'
import type { BlockProps } from './block-props.ts'

/** Text with fields in two columns and one element beside it. */
export function Section({ block, place }: BlockProps) {
  const fields = readPayloads(block.fields)
  return html`<div class="section">
    <div class="section-body">
      ${block.text !== undefined && html`<div class="section-text"><${Formatted} text=${block.text} /></div>`}
      ${
        fields.length > 0 &&
        html`<div class="fields">${fields.map((field) => html`<div class="field"><${Formatted} text=${field} /></div>`)}</div>`
      }
    </div>
    ${
      isPayload(block.accessory) &&
      html`<div class="accessory"><${Element} element=${block.accessory} placement=${{ ...place, isDispatched: true }} /></div>`
    }
  </div>`
}

export function Header({ block }: BlockProps) {
  return html`<h2 class="header"><${Plain} text=${readTextOf(block.text)} /></h2>`
}

/** Small print: texts and small pictures in a row. */
export function Context({ block }: BlockProps) {
  return html`<div class="context">
    ${readPayloads(block.elements).map((element) =>
      element.type === 'image'
        ? html`<${Picture} image=${element} class="context-image" />`
        : html`<div class="context-text"><${Formatted} text=${element} /></div>`,
    )}
  </div>`
}
