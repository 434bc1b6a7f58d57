import { isSafeUrl } from '../entities.ts'
import { Inlines } from '../formatted.ts'
import { html } from '../html.ts'
import type { Inline } from '../inline-node.ts'
import { type Payload, readNumber, readPayload, readPayloads, readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'

export function RichText({ block }: BlockProps) {
  return html`<${RichTextParts} block=${block} />`
}

/** The parts of a `rich_text` block: sections, lists, quotes and preformatted text. */
export function RichTextParts({ block }: { block: Payload }) {
  return html`<div class="rich-text">
    ${readPayloads(block.elements).map((part, index) => html`<${Part} key=${index} part=${part} />`)}
  </div>`
}

function Part({ part }: { part: Payload }) {
  const elements = readPayloads(part.elements)
  switch (part.type) {
    case 'rich_text_section':
      return html`<div class="lines"><${RichInlines} elements=${elements} /></div>`
    case 'rich_text_quote':
      return html`<blockquote class="quote"><${RichInlines} elements=${elements} /></blockquote>`
    case 'rich_text_preformatted':
      return html`<pre class="pre">${elements.map(readCharacters).join('')}</pre>`
    case 'rich_text_list':
      return html`<${List} part=${part} items=${elements} />`
    default:
      return html`<p class="unknown">Unknown text part “${readString(part.type)}”</p>`
  }
}

function List({ part, items }: { part: Payload; items: Payload[] }) {
  const isOrdered = part.style === 'ordered'
  const indent = Math.min(8, readNumber(part.indent))
  return html`<${isOrdered ? 'ol' : 'ul'}
    start=${isOrdered ? readNumber(part.offset) + 1 : undefined}
    data-indent=${indent}
    style=${{ marginInlineStart: `${indent * 1.6}em` }}
  >
    ${items.map((item) => html`<li><${RichInlines} elements=${readPayloads(item.elements)} /></li>`)}
  <//>`
}

function RichInlines({ elements }: { elements: Payload[] }) {
  return html`<${Inlines} nodes=${elements.flatMap((element) => applyStyle(readInlines(element), readPayload(element.style)))} />`
}

/** The same nodes that `mrkdwn` is parsed into, so that the same code draws both. */
function readInlines(element: Payload): Inline[] {
  switch (element.type) {
    case 'text':
      return splitLines(readString(element.text), readPayload(element.style).code === true)
    case 'link': {
      const url = readString(element.url)
      const children: Inline[] = [{ kind: 'text', text: readString(element.text) || url }]
      return isSafeUrl(url) ? [{ kind: 'link', url, children }] : children
    }
    case 'user':
      return [{ kind: 'user', id: readString(element.user_id), label: '' }]
    case 'channel':
      return [{ kind: 'channel', id: readString(element.channel_id), label: '' }]
    case 'usergroup':
      return [{ kind: 'group', id: readString(element.usergroup_id), label: '' }]
    case 'broadcast':
      return [{ kind: 'broadcast', range: readString(element.range) }]
    case 'emoji':
      return [{ kind: 'emoji', name: readString(element.name) }]
    case 'date':
      return [readDate(element)]
    case 'color':
      return [{ kind: 'code', text: readString(element.value) }]
    default:
      return [{ kind: 'text', text: readCharacters(element) }]
  }
}

function readDate(element: Payload): Inline {
  const url = readString(element.url)
  const date = {
    kind: 'date' as const,
    seconds: readNumber(element.timestamp),
    format: readString(element.format),
  }
  return isSafeUrl(url) ? { ...date, url } : date
}

function splitLines(text: string, isCode: boolean): Inline[] {
  return text.split('\n').flatMap((line, index): Inline[] => {
    const piece: Inline = isCode ? { kind: 'code', text: line } : { kind: 'text', text: line }
    return index === 0 ? [piece] : [{ kind: 'break' }, piece]
  })
}

function applyStyle(nodes: Inline[], style: Payload): Inline[] {
  const kinds = (['bold', 'italic', 'strike'] as const).filter((kind) => style[kind] === true)
  return kinds.reduce((children: Inline[], kind) => [{ kind, children }], nodes)
}

function readCharacters(element: Payload): string {
  return readString(element.text) || readString(element.url)
}
