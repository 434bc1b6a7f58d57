import type { Channel, Message } from '../slack/protocol.ts'
import { AppTabs } from './app-tabs.ts'
import { Composer } from './composer.ts'
import { html } from './html.ts'
import { HashIcon, LockIcon } from './icons.ts'
import { channelName, isAppChannel, nameOf, type Session, useSession } from './session.ts'
import { Stream } from './stream.ts'
import { TopBar } from './top-bar.ts'

/** A channel or direct message: its head, its messages and its composer. */
export function Conversation({ channel }: { channel: Channel }) {
  const session = useSession()
  const name = channelName(session, channel)
  const messages = session.state.messages.filter((message) => isInChannel(message, channel, session))
  const title = channel.is_im ? name : `#${name}`
  return html`<section class="conversation" aria-label=${title}>
    <${TopBar} note=${describe(channel, session)}>
      ${!channel.is_im && html`<${channel.is_private ? LockIcon : HashIcon} />`}<span class="title-text">${name}</span>
    <//>
    ${isAppChannel(session, channel) && html`<${AppTabs} open="messages" />`}
    <${Stream} key=${channel.id} messages=${messages} place="channel" label=${`Messages in ${title}`} intro=${html`<${Intro} channel=${channel} />`} />
    ${
      channel.is_archived
        ? html`<p class="composer-closed">This channel is archived. It can be read, but nothing can be posted.</p>`
        : html`<${Composer} key=${channel.id} channel=${channel.id} placeholder=${`Message ${title}`} />`
    }
  </section>`
}

function Intro({ channel }: { channel: Channel }) {
  const session = useSession()
  const { state } = session
  const name = channelName(session, channel)
  return html`<div class="intro">
    <h2>${channel.is_im ? name : `#${name}`}</h2>
    <p>
      ${channel.is_im ? `Only you and ${name} can read this.` : 'This is where the channel begins.'}
      ${' Try '}<code class="code">/migrate help</code>${channel.is_im ? '.' : html`, or write <code class="code">@${state.app.name}</code> and what you want.`}
    </p>
  </div>`
}

/** The messages outside threads. Replies stay in their thread unless they were sent to the channel too. */
function isInChannel(message: Message, channel: Channel, { me }: Session): boolean {
  if (message.channel !== channel.id) return false
  if (message.only_for !== undefined && message.only_for !== me.id) return false
  return message.thread_ts === undefined || message.thread_ts === message.ts || message.is_broadcast === true
}

function describe(channel: Channel, session: Session): string {
  if (channel.is_im) return isAppChannel(session, channel) ? 'App' : 'Direct message'
  const names = channel.members.map((member) => nameOf(session.state, member))
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
