import { TextWithEmoji } from './emoji/emoji.ts'
import { html } from './html.ts'
import { measureMeter, splitMeters } from './meter.ts'

/**
 * Text in which a progress bar typed with block characters (`▓▓▓░░`) is drawn as a crisp bar of the same width.
 * The characters stay in the document, so copying and reading aloud give what the app sent.
 */
export function TextWithMeters({ text, hasEmoji = false }: { text: string; hasEmoji?: boolean }) {
  return splitMeters(text).map((piece, index) => {
    if (index % 2 === 1) return html`<${Meter} cells=${piece} />`
    return hasEmoji ? html`<${TextWithEmoji} text=${piece} />` : piece
  })
}

function Meter({ cells }: { cells: string }) {
  const percent = measureMeter(cells)
  return html`<span class="meter" role="img" aria-label="${Math.round(percent)} %" style=${{ '--filled': `${percent}%` }}
    >${cells}</span
  >`
}
