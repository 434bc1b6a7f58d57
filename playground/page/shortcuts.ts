import { useRef, useState } from 'preact/hooks'
import type { Shortcut } from '../slack/protocol.ts'
import { Avatar } from './avatar.ts'
import { html } from './html.ts'
import { PlusIcon } from './icons.ts'
import { moveInMenu, useMenuFocus } from './menu.ts'
import { describeFailure } from './outcome.ts'
import { Popover } from './popover.ts'
import { useSession } from './session.ts'

/** The composer's plus button, with the global shortcuts that apps declare, as in Slack. */
export function Shortcuts({ onFailure }: { onFailure: (failure: string | undefined) => void }) {
  const { state, act } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)
  const use = async ({ callback_id, name }: Shortcut) => {
    close()
    onFailure(describeFailure(await act('shortcut', { callback_id }), name))
  }
  return html`<button type="button" class="icon-button plus" ref=${button} aria-label="Shortcuts" aria-haspopup="menu" aria-expanded=${isOpen} onClick=${() => setIsOpen(!isOpen)}>
      <${PlusIcon} />
    </button>
    ${
      isOpen &&
      html`<${Popover} anchor=${button} onClose=${close}>
        <${Menu} shortcuts=${state.app.shortcuts} onPick=${(shortcut: Shortcut) => void use(shortcut)} onClose=${close} />
      <//>`
    }`
}

type MenuProps = { shortcuts: readonly Shortcut[]; onPick: (shortcut: Shortcut) => void; onClose: () => void }

function Menu({ shortcuts, onPick, onClose }: MenuProps) {
  const { state } = useSession()
  const menu = useMenuFocus()
  const onKeyDown = (event: KeyboardEvent) => moveInMenu(event, menu.current, onClose)
  if (shortcuts.length === 0) return html`<p class="listbox-note">No app has a shortcut here</p>`
  return html`<div class="listbox" role="menu" aria-label="Shortcuts" ref=${menu} onKeyDown=${onKeyDown}>
    ${shortcuts.map(
      (
        shortcut,
      ) => html`<button type="button" class="option is-person" role="menuitem" key=${shortcut.callback_id} onClick=${() => onPick(shortcut)}>
        <${Avatar} user=${state.app.bot_user_id} size="small" />
        <span class="option-label">${shortcut.name}</span>
        <span class="option-note">${state.app.name} · ${shortcut.description}</span>
      </button>`,
    )}
  </div>`
}
