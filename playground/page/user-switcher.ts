import { useRef, useState } from 'preact/hooks'
import type { State, User } from '../slack/protocol.ts'
import { Avatar } from './avatar.ts'
import { html } from './html.ts'
import { ChevronIcon } from './icons.ts'
import { moveInMenu, useMenuFocus } from './menu.ts'
import { Popover } from './popover.ts'
import { nameOf, useSession } from './session.ts'

/** The acting person, always visible, because approvals, roles and private answers differ from person to person. */
export function UserSwitcher({ onSwitch }: { onSwitch: (user: string) => void }) {
  const { state, me } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)
  const pick = (user: User) => {
    close()
    onSwitch(user.id)
  }
  return html`<div class="switcher">
    <button type="button" class="switcher-button" ref=${button} aria-haspopup="menu" aria-expanded=${isOpen} onClick=${() => setIsOpen(!isOpen)}>
      <${Avatar} user=${me.id} />
      <span class="switcher-text"><span class="switcher-label">Acting as</span><span class="switcher-name">${nameOf(state, me.id)}</span></span>
      <${ChevronIcon} />
    </button>
    ${isOpen && html`<${Popover} anchor=${button} onClose=${close} isFitted><${People} onPick=${pick} onClose=${close} /><//>`}
  </div>`
}

function People({ onPick, onClose }: { onPick: (user: User) => void; onClose: () => void }) {
  const { state, me } = useSession()
  const menu = useMenuFocus()
  const onKeyDown = (event: KeyboardEvent) => moveInMenu(event, menu.current, onClose)
  return html`<div class="listbox" role="menu" aria-label="Act as" ref=${menu} onKeyDown=${onKeyDown}>
    ${state.users
      .filter((user) => !user.is_bot)
      .map(
        (
          user,
        ) => html`<button type="button" class="option is-person" role="menuitemradio" aria-checked=${user.id === me.id} key=${user.id} onClick=${() => onPick(user)}>
          <${Avatar} user=${user.id} size="small" />
          <span class="option-label">${nameOf(state, user.id)}</span>
          <span class="option-note">${describe(user, state)}</span>
        </button>`,
      )}
  </div>`
}

/** A person's own title, or else their kind of membership in Slack. */
function describe(user: User, state: State): string {
  if (user.title !== undefined) return user.title
  if (user.team_id !== state.team.id) return 'Another organisation'
  return user.is_admin ? 'Workspace admin' : user.is_restricted ? 'Guest' : 'Member'
}
