import { html } from './html.ts'
import { BackIcon, CloseIcon } from './icons.ts'

type SidePaneProps = { title: string; note?: string; onClose: () => void; children: unknown }

/** The pane beside the conversation at the right, or over everything on a phone. Escape closes it. */
export function SidePane({ title, note, onClose, children }: SidePaneProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  }
  return html`<aside class="side-pane" aria-label=${title} onKeyDown=${onKeyDown}>
    <header class="top-bar">
      <button type="button" class="icon-button only-narrow" aria-label="Back" onClick=${onClose}><${BackIcon} /></button>
      <h2 class="title"><span class="title-text">${title}</span></h2>
      ${note !== undefined && html`<span class="top-note">${note}</span>`}
      <button type="button" class="icon-button only-wide" aria-label=${`Close ${title.toLowerCase()}`} onClick=${onClose}><${CloseIcon} /></button>
    </header>
    ${children}
  </aside>`
}
