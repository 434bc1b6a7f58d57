import { TextWithEmoji } from '../emoji/emoji.ts'
import { html } from '../html.ts'
import { type Payload, readPayloads, readString } from '../payload.ts'
import type { BlockProps } from './block-props.ts'
import { RichTextParts } from './rich-text.ts'

/** A `table` or `data_table`. The first row is the head, and wide tables scroll on their own. */
export function Table({ block }: BlockProps) {
  const [head = [], ...body] = Array.isArray(block.rows) ? block.rows.map(readPayloads) : []
  const columns = readPayloads(block.column_settings)
  const caption = readString(block.caption)
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${caption || 'Table'}>
    <table class="table">
      ${caption !== '' && html`<caption>${caption}</caption>`}
      <thead>
        <tr>${head.map((cell, index) => html`<th scope="col" style=${styleOf(cell, columns[index])}><${Cell} cell=${cell} /></th>`)}</tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>${row.map((cell, index) => html`<td style=${styleOf(cell, columns[index])}><${Cell} cell=${cell} /></td>`)}</tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function Cell({ cell }: { cell: Payload }) {
  return cell.type === 'rich_text'
    ? html`<${RichTextParts} block=${cell} />`
    : html`<${TextWithEmoji} text=${readString(cell.text)} />`
}

function styleOf(cell: Payload, column: Payload | undefined): { textAlign: string; whiteSpace: string } {
  const textAlign = readString(column?.align) || (cell.type === 'raw_number' ? 'right' : 'left')
  return { textAlign, whiteSpace: column?.is_wrapped === true ? 'normal' : 'nowrap' }
}
