import { html } from './html.ts'
import { CloseIcon } from './icons.ts'
import { useRemembered } from './remembered.ts'
import { useSession } from './session.ts'

/** What the host suggests to type, until it is put away. Slack has nothing of the kind, and it does not look so. */
export function Tries({ onPick }: { onPick: (text: string) => void }) {
  const { state } = useSession()
  const [isAway, setIsAway] = useRemembered('tries', '')
  const tries = state.panels.flatMap(({ texts = [] }) => texts)
  if (tries.length === 0 || isAway !== '') return null
  return html`<section class="tries" aria-label="The playground suggests">
    <span class="tries-title">Try</span>
    <ul class="tries-list" tabindex="0" aria-label="What to type">
      ${tries.map(
        (text) =>
          html`<li key=${text}><button type="button" class="try" title=${text} onClick=${() => onPick(text)}>${text}</button></li>`,
      )}
    </ul>
    <button type="button" class="icon-button tries-close" aria-label="Put the suggestions away" onClick=${() => setIsAway('away')}><${CloseIcon} /></button>
  </section>`
}
