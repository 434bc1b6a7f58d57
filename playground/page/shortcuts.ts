import { useRef, useState } from 'preact/hooks'
import type { Message, Shortcut } from '../slack/protocol.ts'
import { Avatar } from './avatar.ts'
import { html } from './html.ts'
import { MoreIcon, PlusIcon } from './icons.ts'
import { moveInMenu, useMenuFocus } from './menu.ts'
import { describeFailure } from './outcome.ts'
import { Popover } from './popover.ts'
import { useSession } from './session.ts'

type Failing = { onFailure: (failure: string | undefined) => void }

/** The composer's plus button, with the global shortcuts that apps declare, as in Slack. */
export function Shortcuts({ onFailure }: Failing) {
  const button = { class: 'icon-button plus', label: 'Shortcuts', icon: PlusIcon }
  return html`<${ShortcutMenu} type="global" button=${button} place=${{}} onFailure=${onFailure} />`
}

/** The menu of a message, with the message shortcuts that apps declare. In Slack, a private answer has none. */
export function MessageShortcuts({ message }: { message: Message }) {
  const [failure, onFailure] = useState<string | undefined>()
  const { state } = useSession()
  if (message.only_for !== undefined || state.app.shortcuts.every(({ type }) => type !== 'message')) return null
  const button = { class: 'reply-button more-button', label: 'More actions', icon: MoreIcon }
  const place = { channel: message.channel, message_ts: message.ts }
  return html`<${ShortcutMenu} type="message" button=${button} place=${place} onFailure=${onFailure} />
    ${failure !== undefined && html`<p class="failure" role="alert">${failure}</p>`}`
}

type ShortcutMenuProps = Failing & {
  type: Shortcut['type']
  button: { class: string; label: string; icon: typeof PlusIcon }
  /** Where the shortcut is used: at a message, if it is one of a message. */
  place: { channel?: string; message_ts?: string }
}

function ShortcutMenu({ type, button: { icon, ...look }, place, onFailure }: ShortcutMenuProps) {
  const { state, act } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)
  const use = async ({ callback_id, name }: Shortcut) => {
    close()
    onFailure(describeFailure(await act('shortcut', { callback_id, ...place }), name))
  }
  const shortcuts = state.app.shortcuts.filter((one) => one.type === type)
  return html`<button type="button" class=${look.class} ref=${button} aria-label=${look.label} title=${look.label} aria-haspopup="menu" aria-expanded=${isOpen} onClick=${() => setIsOpen(!isOpen)}>
      <${icon} />
    </button>
    ${
      isOpen &&
      html`<${Popover} anchor=${button} onClose=${close}>
        <${Menu} shortcuts=${shortcuts} onPick=${(shortcut: Shortcut) => void use(shortcut)} onClose=${close} />
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
