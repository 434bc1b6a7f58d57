import { html } from './html.ts'
import { CloseIcon } from './icons.ts'
import { useRemembered } from './remembered.ts'
import { useSession } from './session.ts'

/** The host's suggestions, until they are hidden. Slack has nothing like that, so they look different. */
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
