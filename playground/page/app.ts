import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Channel, State } from '../slack/protocol.ts'
import type { Act, Api } from './api.ts'
import { Confirm, useQuestion } from './confirm.ts'
import { Conversation } from './conversation.ts'
import { DrawerContext } from './drawer.ts'
import { Home } from './home.ts'
import { html } from './html.ts'
import { FerryMark } from './icons.ts'
import { Modals } from './modal.ts'
import { followFocus } from './opener.ts'
import type { Payload } from './payload.ts'
import { useRemembered } from './remembered.ts'
import { type Route, useRoute } from './route.ts'
import { personIn, type Session, SessionContext } from './session.ts'
import { Sidebar } from './sidebar.ts'
import { useWorkspace } from './state.ts'
import { Thread } from './thread.ts'
import { useSeen } from './unread.ts'
import { WorkObjectPane } from './work-object.ts'

/** The complete page: it shows the local Slack's state and sends what the person does. */
export function App({ api }: { api: Api }) {
  // Each tab keeps its own person, so two tabs can be two people at once.
  const [userId, setUserId] = useRemembered('user', '', 'tab')
  const { state, isLive } = useWorkspace(api, userId)
  const [route, go] = useRoute()
  const { ask, asked } = useQuestion()
  useEffect(followFocus, [])
  const me = state === undefined ? undefined : personIn(state, userId)
  useEffect(() => {
    if (me !== undefined && me.id !== userId) setUserId(me.id)
  }, [me?.id, userId])
  const channel = state === undefined ? undefined : findOpenChannel(state, route)
  const seen = useSeen(state, userId, route.isHome ? undefined : channel?.id)
  const act = useCallback((what: Act, body: Payload) => api.act(what, { ...body, user: userId }), [api, userId])
  const suggest = useCallback((body: Payload) => api.suggest({ ...body, user: userId }), [api, userId])
  if (state === undefined || me === undefined) return html`<${Splash} isLive=${isLive} />`
  const open = route.isHome || channel === undefined ? route : { ...route, channel: channel.id }
  const session: Session = { state, me, zone: me.tz, route: open, go, act, suggest, ask }
  return html`<${SessionContext.Provider} value=${session}>
    <${Layout} hasAside=${state.pane !== undefined || (channel?.id === route.channel && route.thread !== undefined)}>
      <${Sidebar} api=${api} isLive=${isLive} seen=${seen} onSwitch=${setUserId} />
      <main class="main" key=${me.id}>
        ${route.isHome || channel === undefined ? html`<${Home} />` : html`<${Conversation} key=${channel.id} channel=${channel} />`}
        ${state.pane !== undefined && html`<${WorkObjectPane} pane=${state.pane} />`}
        ${state.pane === undefined && channel !== undefined && open.thread !== undefined && html`<${Thread} key=${open.thread} channel=${channel.id} thread=${open.thread} />`}
      </main>
    <//>
    <${Modals} key=${me.id} />
    ${asked !== undefined && html`<${Confirm} asked=${asked} />`}
  <//>`
}

/** Three columns, or one on a phone, with the sidebar as a drawer. */
function Layout({ hasAside, children }: { hasAside: boolean; children: unknown }) {
  const [isOpen, setIsOpen] = useState(false)
  const drawer = { isOpen, open: () => setIsOpen(true), close: () => setIsOpen(false) }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') drawer.close()
  }
  return html`<${DrawerContext.Provider} value=${drawer}>
    <div class="layout" data-thread=${hasAside ? '' : undefined} data-drawer=${isOpen ? '' : undefined} onKeyDown=${onKeyDown}>
      ${children}
      ${isOpen && html`<div class="drawer-shade" onClick=${drawer.close}></div>`}
    </div>
  <//>`
}

function Splash({ isLive }: { isLive: boolean }) {
  return html`<div class="splash" role="status">
    <${FerryMark} />
    <p>${isLive ? 'Opening the workspace…' : 'The playground does not answer. Is it still running?'}</p>
  </div>`
}

/** The channel in the address, or the first one that the person is in. */
function findOpenChannel(state: State, route: Route): Channel | undefined {
  return (
    state.channels.find((channel) => channel.id === route.channel) ??
    state.channels.find((channel) => !channel.is_im) ??
    state.channels[0]
  )
}
