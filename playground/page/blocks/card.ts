import { Element } from '../elements/element.ts'
import { Formatted } from '../formatted.ts'
import { html } from '../html.ts'
import { isPayload, readPayloads } from '../payload.ts'
import { Picture } from '../picture.ts'
import type { BlockProps } from './block-props.ts'

export function Card({ block, place }: BlockProps) {
  const buttons = readPayloads(block.actions)
  return html`<article class="card">
    ${isPayload(block.hero_image) && html`<${Picture} image=${block.hero_image} class="card-hero" />`}
    <div class="card-head">
      ${isPayload(block.icon) && html`<${Picture} image=${block.icon} class="context-image" />`}
      <div>
        ${block.title !== undefined && html`<div class="card-title"><${Formatted} text=${block.title} /></div>`}
        ${block.subtitle !== undefined && html`<div class="card-subtitle"><${Formatted} text=${block.subtitle} /></div>`}
      </div>
    </div>
    ${block.body !== undefined && html`<div><${Formatted} text=${block.body} /></div>`}
    ${
      buttons.length > 0 &&
      html`<div class="actions">
        ${buttons.map((button) => html`<${Element} element=${button} placement=${{ ...place, isDispatched: true }} />`)}
      </div>`
    }
  </article>`
}

/** Cards side by side in a row that scrolls. */
export function Carousel({ block, place }: BlockProps) {
  return html`<div class="carousel" role="group" aria-label="Cards" tabindex="0">
    ${readPayloads(block.elements).map(
      (card, index) => html`<${Card} block=${card} place=${{ ...place, key: `${place.key}-${index}` }} />`,
    )}
  </div>`
}
