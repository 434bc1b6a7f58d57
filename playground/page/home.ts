import { useEffect } from 'preact/hooks'
import type { View } from '../slack/protocol.ts'
import { AppTabs } from './app-tabs.ts'
import { Blocks } from './blocks/blocks.ts'
import { collectFields } from './fields.ts'
import { html } from './html.ts'
import { useSession } from './session.ts'
import { SurfaceContext, useActingSurface, useDraft } from './surface.ts'
import { TopBar } from './top-bar.ts'

/** The app's home tab. Opening it tells the app, as in Slack. */
export function Home() {
  const { state, me, act } = useSession()
  // The app is told once for each person who opens it, not at each change of the state.
  useEffect(() => void act('home', {}), [me.id])
  return html`<section class="conversation" aria-label=${`Home of ${state.app.name}`}>
    <${TopBar} note="App"><span class="title-text">${state.app.name}</span><//>
    <${AppTabs} open="home" />
    <div class="home" tabindex="0" role="region" aria-label="Home">
      ${
        state.home === undefined
          ? html`<div class="empty"><p>${state.app.name} has not published a home yet.</p></div>`
          : html`<${HomeView} key=${state.home.id} view=${state.home} />`
      }
    </div>
  </section>`
}

function HomeView({ view }: { view: View }) {
  const draft = useDraft()
  const surface = useActingSurface(
    'home',
    { view_id: view.id, seen: view.hash },
    {
      draft,
      readFields: () => collectFields(view.payload.blocks, draft.read),
    },
  )
  return html`<${SurfaceContext.Provider} value=${surface}>
    <div class="home-content"><${Blocks} blocks=${view.payload.blocks} /></div>
  <//>`
}
