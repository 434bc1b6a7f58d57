import { useDrawer } from './drawer.ts'
import { html } from './html.ts'
import { MenuIcon } from './icons.ts'

/** The head of the middle column. On a phone, it also opens the list of channels. */
export function TopBar({ note, children }: { note: string; children: unknown }) {
  const { open } = useDrawer()
  return html`<header class="top-bar">
    <button type="button" class="icon-button drawer-button" aria-label="Channels and people" onClick=${open}><${MenuIcon} /></button>
    <h1 class="title">${children}</h1>
    <span class="top-note">${note}</span>
  </header>`
}
