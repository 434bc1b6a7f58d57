import { Composer } from './composer.ts'
import { html } from './html.ts'
import { BackIcon, CloseIcon } from './icons.ts'
import { channelName, useSession } from './session.ts'
import { Stream } from './stream.ts'

/** A message and its replies, at the right, or over everything on a phone. */
export function Thread({ channel, thread }: { channel: string; thread: string }) {
  const session = useSession()
  const { state, me, go } = session
  const messages = state.messages.filter(
    (message) =>
      message.channel === channel &&
      (message.ts === thread || message.thread_ts === thread) &&
      (message.only_for === undefined || message.only_for === me.id),
  )
  const place = state.channels.find((each) => each.id === channel)
  const name = place === undefined ? '' : channelName(session, place)
  const close = () => go({ channel, isHome: false })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close()
  }
  return html`<aside class="thread" aria-label="Thread" onKeyDown=${onKeyDown}>
    <header class="top-bar">
      <button type="button" class="icon-button only-narrow" aria-label="Back" onClick=${close}><${BackIcon} /></button>
      <h2 class="title"><span class="title-text">Thread</span></h2>
      <span class="top-note">${place?.is_im === true ? name : `#${name}`}</span>
      <button type="button" class="icon-button only-wide" aria-label="Close thread" onClick=${close}><${CloseIcon} /></button>
    </header>
    <${Stream} key=${thread} messages=${messages} place="thread" label="Replies" intro=${null} />
    ${place?.is_archived !== true && html`<${Composer} key=${thread} channel=${channel} thread=${thread} placeholder="Reply…" />`}
  </aside>`
}
