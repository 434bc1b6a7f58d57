import type { Channel } from '../slack/protocol.ts'
import type { Api } from './api.ts'
import { Avatar } from './avatar.ts'
import { useDrawer } from './drawer.ts'
import { html } from './html.ts'
import { CloseIcon, FerryMark, HashIcon, LockIcon } from './icons.ts'
import { Panels } from './panels.ts'
import { type Route, writeRoute } from './route.ts'
import { channelName, isAppChannel, partnerIn, useSession } from './session.ts'
import { ThemeButton } from './theme.ts'
import { countUnread, type Seen } from './unread.ts'
import { UserSwitcher } from './user-switcher.ts'

type SidebarProps = { api: Api; isLive: boolean; seen: Seen; onSwitch: (user: string) => void }

/** The sidebar: channels, people, the app, the acting person, and the host's panels. */
export function Sidebar({ api, isLive, seen, onSwitch }: SidebarProps) {
  const session = useSession()
  const { state, route } = session
  const drawer = useDrawer()
  const isPerson = (channel: Channel) => channel.is_im && !isAppChannel(session, channel)
  return html`<nav class="sidebar" aria-label="Workspace" data-open=${drawer.isOpen ? '' : undefined}>
    <header class="workspace">
      <span class="workspace-mark" aria-hidden="true"><${FerryMark} /></span>
      <p class="workspace-name">${state.team.name}</p>
      <${ThemeButton} />
      <button type="button" class="icon-button only-narrow" aria-label="Close the list" onClick=${drawer.close}><${CloseIcon} /></button>
    </header>
    <${UserSwitcher} onSwitch=${onSwitch} />
    <div class="sidebar-lists">
      <h2 class="list-title">Channels</h2>
      <${ChannelList} channels=${state.channels.filter((channel) => !channel.is_im)} seen=${seen} />
      ${state.channels.some(isPerson) && html`<h2 class="list-title">Direct messages</h2>`}
      <${ChannelList} channels=${state.channels.filter(isPerson)} seen=${seen} />
      <h2 class="list-title">Apps</h2>
      <${AppEntry} seen=${seen} isOpen=${isAppOpen(
        route,
        state.channels.find((channel) => isAppChannel(session, channel)),
      )} />
    </div>
    <${Panels} panels=${state.panels} api=${api} />
    <p class="connection" role="status" data-live=${isLive && state.app.is_connected ? '' : undefined}>
      ${describeConnection(isLive, state.app)}
    </p>
  </nav>`
}

function ChannelList({ channels, seen }: { channels: Channel[]; seen: Seen }) {
  const session = useSession()
  const { route } = session
  const drawer = useDrawer()
  return html`<ul class="list">
    ${channels.map((channel) => {
      const unread = countUnread(channel.id, seen)
      return html`<li key=${channel.id}>
        <a
          class="list-item"
          href=${writeRoute({ channel: channel.id, isHome: false })}
          aria-current=${route.channel === channel.id ? 'page' : undefined}
          data-unread=${unread > 0 ? '' : undefined}
          data-archived=${channel.is_archived ? '' : undefined}
          onClick=${drawer.close}
        >
          ${channel.is_im ? html`<${Avatar} user=${partnerIn(session, channel)} size="small" />` : html`<${channel.is_private ? LockIcon : HashIcon} />`}
          <span class="list-name">${channelName(session, channel)}</span>
          ${unread > 0 && html`<span class="unread" aria-label=${`${unread} new`}>${unread}</span>`}
        </a>
      </li>`
    })}
  </ul>`
}

function AppEntry({ seen, isOpen }: { seen: Seen; isOpen: boolean }) {
  const session = useSession()
  const { state } = session
  const drawer = useDrawer()
  const channel = state.channels.find((each) => isAppChannel(session, each))
  const unread = channel === undefined ? 0 : countUnread(channel.id, seen)
  const route = channel !== undefined && unread > 0 ? { channel: channel.id, isHome: false } : { isHome: true }
  return html`<a class="list-item" href=${writeRoute(route)} aria-current=${isOpen ? 'page' : undefined} data-unread=${unread > 0 ? '' : undefined} onClick=${drawer.close}>
    <${Avatar} user=${state.app.bot_user_id} size="small" />
    <span class="list-name">${state.app.name}</span>
    ${unread > 0 && html`<span class="unread" aria-label=${`${unread} new`}>${unread}</span>`}
  </a>`
}

function isAppOpen(route: Route, channel: Channel | undefined): boolean {
  return route.isHome || (channel !== undefined && route.channel === channel.id)
}

function describeConnection(isLive: boolean, app: { name: string; is_connected: boolean }): string {
  if (!isLive) return 'The playground does not answer. Trying again…'
  return app.is_connected ? `${app.name} is connected` : `${app.name} is not connected`
}
