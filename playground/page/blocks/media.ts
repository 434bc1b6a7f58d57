import { isSafeUrl } from '../entities.ts'
import { Formatted, OutsideLink } from '../formatted.ts'
import { html } from '../html.ts'
import { readString, readTextOf } from '../payload.ts'
import { Picture } from '../picture.ts'
import type { BlockProps } from './block-props.ts'

export function ImageBlock({ block }: BlockProps) {
  return html`<figure class="figure">
    ${block.title !== undefined && html`<figcaption><${Formatted} text=${block.title} /></figcaption>`}
    <${Picture} image=${block} class="image" />
  </figure>`
}

/** A video with its title. It does not play, because the page makes no requests to other hosts. */
export function Video({ block }: BlockProps) {
  const url = readString(block.title_url) || readString(block.video_url)
  const title = readTextOf(block.title) || 'Video'
  return html`<div class="video">
    <span class="video-mark" aria-hidden="true">▶</span>
    <div>
      ${isSafeUrl(url) ? html`<${OutsideLink} url=${url}>${title}<//>` : title}
      ${block.description !== undefined && html`<div><${Formatted} text=${block.description} /></div>`}
      <div class="muted">${[block.author_name, block.provider_name].map(readString).filter(Boolean).join(' · ')}</div>
    </div>
  </div>`
}

export function FileBlock({ block }: BlockProps) {
  return html`<p class="unknown">File ${readString(block.external_id)}</p>`
}
