import { html } from './html.ts'
import { FerryMark } from './icons.ts'
import { findUser, nameOf, useSession } from './session.ts'

/** A person's initials on their color, or the app's icon. */
export function Avatar({ user, size = 'normal' }: { user: string; size?: 'small' | 'normal' }) {
  const { state } = useSession()
  const person = findUser(state, user)
  if (user === state.app.bot_user_id) {
    return html`<span class="avatar is-app" data-size=${size} aria-hidden="true"><${FerryMark} /></span>`
  }
  return html`<span
    class="avatar"
    data-size=${size}
    aria-hidden="true"
    style=${{ '--person': person?.color ?? '#667' }}
  >${initials(nameOf(state, user))}</span>`
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => word?.charAt(0).toUpperCase()).join('')
}
