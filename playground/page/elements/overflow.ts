import { useRef, useState } from 'preact/hooks'
import { isSafeUrl } from '../entities.ts'
import { Plain } from '../formatted.ts'
import { html } from '../html.ts'
import { MoreIcon } from '../icons.ts'
import { moveInMenu, useMenuFocus } from '../menu.ts'
import { type Payload, readPayloads, readString, readTextOf } from '../payload.ts'
import { Popover } from '../popover.ts'
import type { Control } from './control.ts'

/** The menu behind three dots. */
export function Overflow({ control }: { control: Control }) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)
  const pick = (option: Payload) => {
    close()
    const url = readString(option.url)
    if (isSafeUrl(url)) open(url, '_blank', 'noreferrer,noopener')
    control.send(readString(option.value))
  }
  return html`<button
      type="button"
      class="icon-button is-framed"
      ref=${button}
      aria-label="More actions"
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      aria-busy=${control.isBusy}
      onClick=${() => setIsOpen(!isOpen)}
    >
      ${control.isBusy ? html`<span class="spinner" aria-hidden="true"></span>` : html`<${MoreIcon} />`}
    </button>
    ${isOpen && html`<${Popover} anchor=${button} onClose=${close}><${Menu} options=${readPayloads(control.element.options)} onPick=${pick} onClose=${close} /><//>`}`
}

type MenuProps = { options: Payload[]; onPick: (option: Payload) => void; onClose: () => void }

function Menu({ options, onPick, onClose }: MenuProps) {
  const menu = useMenuFocus()
  const onKeyDown = (event: KeyboardEvent) => moveInMenu(event, menu.current, onClose)
  return html`<div class="listbox" role="menu" ref=${menu} onKeyDown=${onKeyDown}>
    ${options.map(
      (option) => html`<button type="button" class="option" role="menuitem" onClick=${() => onPick(option)}>
        <span class="option-label"><${Plain} text=${readTextOf(option.text)} /></span>
        ${option.description !== undefined && html`<span class="option-note"><${Plain} text=${readTextOf(option.description)} /></span>`}
      </button>`,
    )}
  </div>`
}
