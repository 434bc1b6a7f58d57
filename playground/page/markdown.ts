import { type Dialect, parseInline } from './inline.ts'
import type { Inline } from './inline-node.ts'

/** The parts of a `markdown` block (standard Markdown, unlike `mrkdwn`). */
export type MarkdownPart =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: { indent: number; children: Inline[] }[] }
  | { kind: 'preformatted'; text: string }
  | { kind: 'table'; rows: Inline[][][] }
  | { kind: 'rule' }

const dialect: Dialect = {
  marks: [
    ['**', 'bold'],
    ['__', 'bold'],
    ['~~', 'strike'],
    ['*', 'italic'],
    ['_', 'italic'],
  ],
  hasBracketLinks: true,
}

/** Parses the Markdown that apps send: headings, lists, quotes, fences, rules, pipe tables and inline styles. */
export function parseMarkdown(source: string): MarkdownPart[] {
  const parts: MarkdownPart[] = []
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  let isParagraphOpen = false
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.startsWith('```')) {
      const close = lines.findIndex((candidate, index) => index > at && candidate.startsWith('```'))
      const end = close === -1 ? lines.length : close
      parts.push({ kind: 'preformatted', text: lines.slice(at + 1, end).join('\n') })
      at = end
    } else if (line.trim() !== '') {
      append(parts, readLine(line), isParagraphOpen)
    }
    isParagraphOpen = line.trim() !== ''
  }
  return parts
}

function readLine(line: string): MarkdownPart | undefined {
  const heading = /^(#{1,6}) (.*)$/.exec(line)
  if (heading !== null) return { kind: 'heading', level: heading[1]?.length ?? 1, children: inline(heading[2] ?? '') }
  if (/^ {0,3}(-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { kind: 'rule' }
  const quote = /^> ?(.*)$/.exec(line)
  if (quote !== null) return { kind: 'quote', children: inline(quote[1] ?? '') }
  const item = /^(\s*)([-*+]|\d{1,9}[.)]) (.*)$/.exec(line)
  if (item !== null) {
    const indent = Math.min(4, Math.floor((item[1]?.length ?? 0) / 2))
    const isOrdered = /\d/.test(item[2] ?? '')
    return { kind: 'list', isOrdered, items: [{ indent, children: inline(item[3] ?? '') }] }
  }
  if (/^\s*\|.*\|\s*$/.test(line)) return readTableRow(line)
  return { kind: 'paragraph', children: inline(line) }
}

/** Reads a row of a table. Undefined for the line of dashes below the head. */
function readTableRow(line: string): MarkdownPart | undefined {
  const cells = line.trim().slice(1, -1).split('|')
  if (cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell))) return undefined
  return { kind: 'table', rows: [cells.map((cell) => inline(cell.trim()))] }
}

/** Joins a line to the part before it if Markdown makes one of both. */
function append(parts: MarkdownPart[], part: MarkdownPart | undefined, isParagraphOpen: boolean): void {
  const last = parts.at(-1)
  if (part === undefined) return
  if (last?.kind === 'list' && part.kind === 'list' && last.isOrdered === part.isOrdered) last.items.push(...part.items)
  else if (last?.kind === 'table' && part.kind === 'table' && isParagraphOpen) last.rows.push(...part.rows)
  else if (last?.kind === 'quote' && part.kind === 'quote' && isParagraphOpen)
    last.children.push({ kind: 'break' }, ...part.children)
  else if (last?.kind === 'paragraph' && part.kind === 'paragraph' && isParagraphOpen)
    last.children.push({ kind: 'break' }, ...part.children)
  else parts.push(part)
}

function inline(text: string): Inline[] {
  return parseInline(text, dialect)
}
