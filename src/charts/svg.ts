import { withoutControls } from '../views/text.ts'

/** A piece of SVG. Only the tag below makes one, so foreign text can never become markup. */
export class Svg {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = Svg | string | number | readonly Svg[]

/** Text that is filled in is escaped, numbers are rounded to what can be seen; pieces of SVG stay as they are. */
export function svg(fixed: TemplateStringsArray, ...parts: readonly Part[]): Svg {
  const filled = fixed.map((markup, index) => markup + (index < parts.length ? rendered(parts[index] ?? '') : ''))
  return new Svg(filled.join(''))
}

function rendered(part: Part): string {
  if (part instanceof Svg) return part.markup
  if (typeof part === 'number') return String(Math.round(part * 100) / 100)
  return typeof part === 'string' ? escaped(part) : part.map(({ markup }) => markup).join('')
}

/** Two characters that XML forbids are left out. */
function escaped(text: string): string {
  return withoutControls(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
