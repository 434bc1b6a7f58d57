import { useState } from 'preact/hooks'
import type { Panel } from '../slack/protocol.ts'
import type { Api } from './api.ts'
import { html } from './html.ts'

/** Controls of the host besides Slack itself, such as the simulated clouds' clock. */
export function Panels({ panels, api }: { panels: readonly Panel[]; api: Api }) {
  const shown = panels.filter(({ buttons }) => buttons.length > 0)
  if (shown.length === 0) return null
  return html`<div class="panels">${shown.map((panel) => html`<${PanelView} key=${panel.title} panel=${panel} api=${api} />`)}</div>`
}

function PanelView({ panel, api }: { panel: Panel; api: Api }) {
  const [failure, setFailure] = useState<string>()
  const press = async (path: string) => {
    const result = await api.press(path)
    setFailure(result.ok ? undefined : (result.error ?? 'That did not work'))
  }
  return html`<section class="panel" aria-label=${panel.title}>
    <h2 class="panel-title">${panel.title}</h2>
    <p class="panel-status" role="status">${failure ?? panel.status}</p>
    <div class="panel-buttons">
      ${panel.buttons.map(
        ({ label, path }) =>
          html`<button type="button" class="panel-button" key=${path} onClick=${() => void press(path)}>${label}</button>`,
      )}
    </div>
  </section>`
}
