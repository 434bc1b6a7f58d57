import { useMemo } from 'preact/hooks'
import type { Message } from '../slack/protocol.ts'
import { Avatar } from './avatar.ts'
import { Blocks } from './blocks/blocks.ts'
import { formatAgo, formatMoment, formatTime, readTs } from './dates.ts'
import { Mrkdwn } from './formatted.ts'
import { html } from './html.ts'
import { EyeIcon, ReplyIcon } from './icons.ts'
import { Picture } from './picture.ts'
import { writeRoute } from './route.ts'
import { findUser, nameOf, useSession } from './session.ts'
import { MessageShortcuts } from './shortcuts.ts'
import { SurfaceContext, useActingSurface } from './surface.ts'
import { Unfurls } from './work-object.ts'

type MessageProps = {
  message: Message
  /** Whether the message above is by the same person, so that name and picture are not repeated. */
  isContinued: boolean
  place: 'channel' | 'thread'
}

export function MessageView({ message, isContinued, place }: MessageProps) {
  const { zone } = useSession()
  const atMs = readTs(message.ts)
  return html`<article
    class="message"
    data-ts=${message.ts}
    data-continued=${isContinued ? '' : undefined}
    data-ephemeral=${message.only_for === undefined ? undefined : ''}
  >
    <div class="message-side">
      ${
        isContinued
          ? html`<time class="side-time" title=${formatMoment(atMs, zone)}>${formatTime(atMs, zone)}</time>`
          : html`<${Avatar} user=${message.user} />`
      }
    </div>
    <div class="message-main">
      ${message.only_for !== undefined && html`<p class="only-you"><${EyeIcon} />Only visible to you</p>`}
      ${message.is_broadcast === true && html`<${BroadcastNote} message=${message} place=${place} />`}
      ${!isContinued && html`<${Byline} message=${message} />`}
      <${Body} message=${message} />
      ${place === 'channel' && html`<${ThreadLink} message=${message} />`}
      <${MessageShortcuts} message=${message} />
    </div>
  </article>`
}

function Byline({ message }: { message: Message }) {
  const { state, me, zone } = useSession()
  const person = findUser(state, message.user)
  const atMs = readTs(message.ts)
  const isFromElsewhere = person !== undefined && !person.is_bot && person.team_id !== state.team.id
  return html`<header class="byline">
    <span class="author">${nameOf(state, message.user)}</span>
    ${person?.is_bot === true && html`<span class="badge">App</span>`}
    ${isFromElsewhere && html`<span class="badge">External</span>`}
    ${message.user === me.id && html`<span class="visually-hidden">(you)</span>`}
    <time class="time" title=${formatMoment(atMs, zone)}>${formatTime(atMs, zone)}</time>
  </header>`
}

function Body({ message }: { message: Message }) {
  const { zone } = useSession()
  const { channel, ts, edited_at: seen = ts } = message
  const surface = useActingSurface('message', { channel, message_ts: ts, seen })
  return html`<${SurfaceContext.Provider} value=${surface}>
    <div class="message-body">
      ${
        message.blocks.length > 0
          ? html`<${Blocks} blocks=${message.blocks} />`
          : html`<div class="message-text"><${Mrkdwn} text=${message.text} /></div>`
      }
      ${
        // As in Slack, a message with blocks is never marked as edited.
        message.edited_at !== undefined &&
        message.blocks.length === 0 &&
        html`<span class="edited" title=${formatMoment(readTs(message.edited_at), zone)}>(edited)</span>`
      }
      <${Files} message=${message} />
      <${Unfurls} message=${message} />
    </div>
  <//>`
}

function Files({ message }: { message: Message }) {
  return (message.files ?? []).map((file) =>
    file.mimetype.startsWith('image/')
      ? html`<figure class="figure" key=${file.id}>
          <figcaption>${file.name}</figcaption>
          <a class="enlarge" href=${file.url} target="_blank" rel="noreferrer noopener">
            <${Picture} class="image" image=${{ image_url: file.url, alt_text: file.alt_text ?? file.name }} />
          </a>
        </figure>`
      : html`<a class="file" key=${file.id} href=${file.url} target="_blank" rel="noreferrer noopener">
          <span class="file-name">${file.name}</span><span class="muted">${file.mimetype}</span>
        </a>`,
  )
}

function BroadcastNote({ message, place }: { message: Message; place: MessageProps['place'] }) {
  if (place === 'thread') return html`<p class="broadcast">Also sent to the channel</p>`
  const route = { channel: message.channel, thread: message.thread_ts ?? message.ts, isHome: false }
  return html`<p class="broadcast">replied to <a class="link" href=${writeRoute(route)}>a thread</a></p>`
}

function ThreadLink({ message }: { message: Message }) {
  const { state } = useSession()
  const replies = useMemo(
    () =>
      state.messages.filter(
        (reply) => reply.thread_ts === message.ts && reply.ts !== message.ts && reply.channel === message.channel,
      ),
    [state.messages, message],
  )
  if (message.only_for !== undefined || message.is_broadcast === true) return null
  const href = writeRoute({ channel: message.channel, thread: message.ts, isHome: false })
  const count = Math.max(message.reply_count, replies.length)
  if (count === 0) {
    return html`<a class="reply-button" href=${href} aria-label="Reply in thread" title="Reply in thread"><${ReplyIcon} /></a>`
  }
  const last = replies.at(-1)
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, 4)
  return html`<a class="thread-link" href=${href}>
    ${people.map((user) => html`<${Avatar} key=${user} user=${user} size="small" />`)}
    <span class="thread-count">${count} ${count === 1 ? 'reply' : 'replies'}</span>
    ${last !== undefined && html`<span class="muted">Last ${formatAgo(readTs(last.ts), Date.now())}</span>`}
  </a>`
}
