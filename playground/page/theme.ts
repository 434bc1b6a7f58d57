import { useLayoutEffect } from 'preact/hooks'
import { html } from './html.ts'
import { AutoIcon, MoonIcon, SunIcon } from './icons.ts'
import { useRemembered } from './remembered.ts'

const themes = [
  { name: 'auto', label: 'Colours of the system', view: AutoIcon },
  { name: 'light', label: 'Light colours', view: SunIcon },
  { name: 'dark', label: 'Dark colours', view: MoonIcon },
] as const

/** A button that changes the theme: as the system, light, dark. */
export function ThemeButton() {
  const [name, setName] = useRemembered('theme', 'auto')
  const at = Math.max(
    0,
    themes.findIndex((theme) => theme.name === name),
  )
  const theme = themes[at] ?? themes[0]
  const next = themes[(at + 1) % themes.length] ?? themes[0]
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme.name
  }, [theme])
  const label = `${theme.label}. Change to ${next.label.toLowerCase()}`
  return html`<button type="button" class="icon-button" aria-label=${label} title=${label} onClick=${() => setName(next.name)}><${theme.view} /></button>`
}
