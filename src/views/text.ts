import { cut } from './limits.ts'

/** Makes foreign text harmless in mrkdwn: Slack's three control characters become entities. */
export function escaped(text: string): string {
  return withoutControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Foreign text as a code span: nothing inside it can be formatting, a mention or a link. */
export function code(text: string, maxLength = 120): string {
  const inside = cut(withoutControls(text).replaceAll('`', 'ˋ').trim(), maxLength)
  return inside === '' ? '–' : `\`${escaped(inside)}\``
}

/** A sentence of our own whose filled-in parts may be foreign; mentions of channels and people survive. */
export function sentence(text: string): string {
  return escaped(text).replaceAll(/&lt;([#@][A-Z0-9]{2,})&gt;/g, '<$1>')
}

/** A moment in the reader's own time zone. */
export function at(epochMs: number, style: 'time' | 'date and time' = 'date and time'): string {
  const format = style === 'time' ? '{time_secs}' : '{date_short_pretty} {time}'
  const fallback = `${new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return `<!date^${Math.floor(epochMs / 1000)}^${format}|${fallback}>`
}

/** Control and text-direction characters could disguise what follows them. */
function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
}
