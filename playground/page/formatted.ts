import { useMemo } from 'preact/hooks'
import type { State } from '../slack/protocol.ts'
import { formatMoment, formatSlackDate } from './dates.ts'
import { Emoji, TextWithEmoji } from './emoji/emoji.ts'
import { html } from './html.ts'
import type { Inline } from './inline-node.ts'
import { type Passage, parseMrkdwn } from './mrkdwn.ts'
import { readPayload, readTextOf } from './payload.ts'
import { writeRoute } from './route.ts'
import { nameOf, useSession } from './session.ts'

/** A text object: `mrkdwn` is formatted, `plain_text` shows its characters and its emoji. */
export function Formatted({ text }: { text: unknown }) {
  const isPlain = readPayload(text).type === 'plain_text'
  const source = readTextOf(text)
  return isPlain ? html`<${Plain} text=${source} />` : html`<${Mrkdwn} text=${source} />`
}

/** Plain text with line breaks and `:emoji:`, but without formatting. */
export function Plain({ text }: { text: string }) {
  const pieces = text.split(/(:[a-z0-9_+'-]{1,80}:)/)
  return html`<span class="plain"
    >${pieces.map((piece, index) =>
      index % 2 === 1 ? html`<${Emoji} name=${piece.slice(1, -1)} />` : html`<${TextWithEmoji} text=${piece} />`,
    )}</span
  >`
}

export function Mrkdwn({ text }: { text: string }) {
  const passages = useMemo(() => parseMrkdwn(text), [text])
  return passages.map((passage, index) => html`<${PassageView} key=${index} passage=${passage} />`)
}

export function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  return nodes.map((node, index) => html`<${InlineView} key=${index} node=${node} />`)
}

function PassageView({ passage }: { passage: Passage }) {
  switch (passage.kind) {
    case 'preformatted':
      return html`<pre class="pre">${passage.text}</pre>`
    case 'quote':
      return html`<blockquote class="quote"><${Inlines} nodes=${passage.children} /></blockquote>`
    case 'lines':
      return html`<div class="lines"><${Inlines} nodes=${passage.children} /></div>`
  }
}

function InlineView({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return html`<${TextWithEmoji} text=${node.text} />`
    case 'break':
      return html`<br />`
    case 'code':
      return html`<code class="code">${node.text}</code>`
    case 'bold':
      return html`<strong><${Inlines} nodes=${node.children} /></strong>`
    case 'italic':
      return html`<em><${Inlines} nodes=${node.children} /></em>`
    case 'strike':
      return html`<s><${Inlines} nodes=${node.children} /></s>`
    case 'link':
      return html`<${OutsideLink} url=${node.url}><${Inlines} nodes=${node.children} /><//>`
    case 'emoji':
      return html`<${Emoji} name=${node.name} />`
    case 'date':
      return html`<${DateText} node=${node} />`
    default:
      return html`<${Mention} node=${node} />`
  }
}

/** A link out of the page. The other site gets no referrer. */
export function OutsideLink({ url, children }: { url: string; children: unknown }) {
  return html`<a class="link" href=${url} target="_blank" rel="noreferrer noopener">${children}</a>`
}

function DateText({ node }: { node: Extract<Inline, { kind: 'date' }> }) {
  const { zone } = useSession()
  const shown = formatSlackDate(node.format, { seconds: node.seconds, zone, nowMs: Date.now() })
  const time = html`<time title=${formatMoment(node.seconds * 1000, zone)}>${shown}</time>`
  return node.url === undefined ? time : html`<${OutsideLink} url=${node.url}>${time}<//>`
}

/** A user group as Slack shows it: by its handle, whatever the message calls it. */
function groupName(state: State, { id, label }: { id: string; label: string }): string {
  const group = state.user_groups.find((one) => one.id === id)
  return group === undefined ? label || `@${id}` : `@${group.handle}`
}

type MentionNode = Extract<Inline, { kind: 'user' | 'channel' | 'group' | 'broadcast' }>

function Mention({ node }: { node: MentionNode }) {
  const { state, me } = useSession()
  if (node.kind === 'user') {
    const isMe = node.id === me.id
    return html`<span class=${isMe ? 'mention is-me' : 'mention'}>@${nameOf(state, node.id)}</span>`
  }
  if (node.kind === 'channel') {
    const name = state.channels.find((channel) => channel.id === node.id)?.name ?? (node.label || node.id)
    return html`<a class="mention" href=${writeRoute({ channel: node.id, isHome: false })}>#${name}</a>`
  }
  if (node.kind === 'group') return html`<span class="mention">${groupName(state, node)}</span>`
  return html`<span class="mention is-me">@${node.range}</span>`
}
