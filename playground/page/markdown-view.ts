import { useMemo } from 'preact/hooks'
import { Inlines } from './formatted.ts'
import { html } from './html.ts'
import { type MarkdownPart, parseMarkdown } from './markdown.ts'

export function Markdown({ text }: { text: string }) {
  const parts = useMemo(() => parseMarkdown(text), [text])
  return html`<div class="markdown">
    ${parts.map((part, index) => html`<${Part} key=${index} part=${part} />`)}
  </div>`
}

function Part({ part }: { part: MarkdownPart }) {
  switch (part.kind) {
    case 'heading':
      return html`<p class="markdown-heading" role="heading" aria-level=${part.level + 1} data-level=${part.level}>
        <${Inlines} nodes=${part.children} />
      </p>`
    case 'paragraph':
      return html`<p><${Inlines} nodes=${part.children} /></p>`
    case 'quote':
      return html`<blockquote class="quote"><${Inlines} nodes=${part.children} /></blockquote>`
    case 'list':
      return html`<${part.isOrdered ? 'ol' : 'ul'}>
        ${part.items.map(
          (item) =>
            html`<li style=${{ marginInlineStart: `${item.indent}em` }}><${Inlines} nodes=${item.children} /></li>`,
        )}
      <//>`
    case 'preformatted':
      return html`<pre class="pre">${part.text}</pre>`
    case 'rule':
      return html`<hr class="divider" />`
    case 'table':
      return html`<${PipeTable} rows=${part.rows} />`
  }
}

function PipeTable({ rows }: { rows: Extract<MarkdownPart, { kind: 'table' }>['rows'] }) {
  const [head = [], ...body] = rows
  return html`<div class="table-frame"><table class="table">
    <thead><tr>${head.map((cell) => html`<th scope="col"><${Inlines} nodes=${cell} /></th>`)}</tr></thead>
    <tbody>
      ${body.map((row) => html`<tr>${row.map((cell) => html`<td><${Inlines} nodes=${cell} /></td>`)}</tr>`)}
    </tbody>
  </table></div>`
}
