import { Composer } from './composer.ts'
import { html } from './html.ts'
import { channelName, useSession } from './session.ts'
import { SidePane } from './side-pane.ts'
import { Stream } from './stream.ts'

/** A message and its replies. */
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
  return html`<${SidePane} title="Thread" note=${place?.is_im === true ? name : `#${name}`} onClose=${close}>
    <${Stream} key=${thread} messages=${messages} place="thread" label="Replies" intro=${null} />
    ${place?.is_archived !== true && html`<${Composer} key=${thread} channel=${channel} thread=${thread} placeholder="Reply…" />`}
  <//>`
}
