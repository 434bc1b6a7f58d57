import { decodeEntities } from './entities.ts'
import { type Dialect, parseInline } from './inline.ts'
import type { Inline } from './inline-node.ts'

/** The parts of a text in Slack's `mrkdwn`, from top to bottom. */
export type Passage =
  | { kind: 'lines'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'preformatted'; text: string }

const dialect: Dialect = {
  marks: [
    ['*', 'bold'],
    ['_', 'italic'],
    ['~', 'strike'],
  ],
  hasBracketLinks: false,
}

const fence = '```'

/** Parses Slack's `mrkdwn`. Any text becomes passages of text and safe links. */
export function parseMrkdwn(source: string): Passage[] {
  const passages: Passage[] = []
  let rest = source.replaceAll('\r\n', '\n')
  while (rest !== '') {
    const open = rest.indexOf(fence)
    const close = open === -1 ? -1 : rest.indexOf(fence, open + fence.length + 1)
    if (close === -1) {
      passages.push(...parseLines(rest))
      break
    }
    // A line break next to a fence belongs to the fence, because the block has its own line.
    passages.push(...parseLines(rest.slice(0, open).replace(/\n$/, '')))
    const text = rest.slice(open + fence.length, close).replace(/^\n|\n$/g, '')
    passages.push({ kind: 'preformatted', text: decodeEntities(text) })
    rest = rest.slice(close + fence.length).replace(/^\n/, '')
  }
  return passages
}

function parseLines(text: string): Passage[] {
  if (text === '') return []
  const passages: Passage[] = []
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const toTheEnd = /^(?:&gt;|>){3}/.exec(line)
    if (toTheEnd !== null) {
      const rest = [line.slice(toTheEnd[0].length).trimStart(), ...lines.slice(index + 1)]
      passages.push({ kind: 'quote', children: joinLines(rest) })
      break
    }
    appendLine(passages, line)
  }
  return passages
}

function appendLine(passages: Passage[], line: string): void {
  const quoted = /^(?:&gt;|>) ?/.exec(line)
  const kind = quoted === null ? 'lines' : 'quote'
  const children = parseInline(quoted === null ? line : line.slice(quoted[0].length), dialect)
  const last = passages.at(-1)
  if (last !== undefined && last.kind === kind) last.children.push({ kind: 'break' }, ...children)
  else passages.push({ kind, children })
}

function joinLines(lines: string[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => {
    const children = parseInline(line, dialect)
    return index === 0 ? children : [{ kind: 'break' }, ...children]
  })
}
