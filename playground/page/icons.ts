import { html } from './html.ts'

/** One of the page's own line icons, on a 20 × 20 grid. It is decorative: its user gives the label. */
function icon(path: string) {
  return () => html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`
}

export const MoreIcon = icon('M5 10h.01M10 10h.01M15 10h.01')
export const CloseIcon = icon('M5 5l10 10M15 5L5 15')
export const BackIcon = icon('M12 4l-6 6l6 6')
export const MenuIcon = icon('M3 6h14M3 10h14M3 14h14')
export const HashIcon = icon('M7.5 3L6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5')
export const LockIcon = icon('M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9')
export const SendIcon = icon('M3.5 4l13.5 6l-13.5 6l2-6zM5.5 10H11')
export const EyeIcon = icon(
  'M2 10c2-3.5 4.8-5 8-5s6 1.5 8 5c-2 3.5-4.8 5-8 5s-6-1.5-8-5zM10 8a2 2 0 1 0 0 4a2 2 0 1 0 0-4z',
)
export const ReplyIcon = icon('M4 4h12v9.5H9L5.5 16.5v-3H4z')
export const SunIcon = icon(
  'M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1 1M14.7 14.7l1 1M4.3 15.7l1-1M14.7 5.3l1-1',
)
export const MoonIcon = icon('M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z')
export const AutoIcon = icon('M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14')
export const PlusIcon = icon('M10 4v12M4 10h12')
export const DownIcon = icon('M10 4v12M5 11l5 5l5-5')
export const ChevronIcon = icon('M5.5 8l4.5 4.5L14.5 8')

/** The bot's avatar and the page's logo: a small ferry. */
export function FerryMark() {
  return html`<svg class="ferry-mark" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M8.5 6.5h7v4h-7zM11 3.5h2v3h-2z" opacity=".75" />
    <path d="M3.5 11h17l-2.3 5.5H5.8z" />
    <path d="M3 19.5c1.5-1.2 3-1.2 4.5 0s3 1.2 4.5 0s3-1.2 4.5 0s3 1.2 4.5 0" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" />
  </svg>`
}
