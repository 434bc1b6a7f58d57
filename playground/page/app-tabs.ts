import { html } from './html.ts'
import { writeRoute } from './route.ts'
import { isAppChannel, useSession } from './session.ts'

/** The two tabs of the app: its home and its messages. */
export function AppTabs({ open }: { open: 'home' | 'messages' }) {
  const session = useSession()
  const { state } = session
  const channel = state.channels.find((each) => isAppChannel(session, each))
  return html`<nav class="tabs" aria-label=${state.app.name}>
    <a class="tab" href=${writeRoute({ isHome: true })} aria-current=${open === 'home' ? 'page' : undefined}>Home</a>
    ${
      channel !== undefined &&
      html`<a class="tab" href=${writeRoute({ channel: channel.id, isHome: false })} aria-current=${open === 'messages' ? 'page' : undefined}>Messages</a>`
    }
  </nav>`
}
