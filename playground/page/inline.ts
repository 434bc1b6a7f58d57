import { decodeEntities, isSafeUrl } from './entities.ts'
import type { Inline, Reading } from './inline-node.ts'
import { readReference } from './references.ts'

type Style = 'bold' | 'italic' | 'strike'

/** How a language marks its styles, longest mark first, and whether it has `[text](url)`. */
export type Dialect = { marks: readonly (readonly [mark: string, style: Style])[]; hasBracketLinks: boolean }

type Scan = {
  text: string
  dialect: Dialect
  depth: number
  /** Marks without a closing partner in this text, so that a line of opening marks takes linear time. */
  unclosed: Set<string>
}

const maxDepth = 8
const wordCharacter = /[\p{L}\p{N}]/u
const emojiName = /:([a-z0-9_+'-]{1,80}):(?::skin-tone-[2-6]:)?/y
const bareUrl = /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?'"()[\]*_~]/y
const bracketLink = /\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)/y

/** Parses a line of formatted text. Never throws: invalid formatting stays text. */
export function parseInline(text: string, dialect: Dialect, depth = 0): Inline[] {
  const scan: Scan = { text, dialect, depth, unclosed: new Set() }
  const nodes: Inline[] = []
  let plainFrom = 0
  let at = 0
  while (at < text.length) {
    const reading = readAt(scan, at)
    if (reading === undefined) {
      at += 1
      continue
    }
    pushText(nodes, text.slice(plainFrom, at))
    nodes.push(reading.node)
    at = reading.end
    plainFrom = at
  }
  pushText(nodes, text.slice(plainFrom))
  return nodes
}

function pushText(nodes: Inline[], raw: string): void {
  if (raw !== '') nodes.push({ kind: 'text', text: decodeEntities(raw) })
}

function readAt(scan: Scan, at: number): Reading | undefined {
  switch (scan.text[at]) {
    case '`':
      return readCode(scan.text, at)
    case '<':
      return readReference(scan.text, at)
    case ':':
      return readEmoji(scan.text, at)
    case 'h':
      return readBareUrl(scan.text, at)
    case '[':
      return scan.dialect.hasBracketLinks ? readBracketLink(scan, at) : undefined
    default:
      return readStyled(scan, at)
  }
}

function readCode(text: string, at: number): Reading | undefined {
  const end = text.indexOf('`', at + 1)
  if (end <= at + 1) return undefined
  return { node: { kind: 'code', text: decodeEntities(text.slice(at + 1, end)) }, end: end + 1 }
}

function readEmoji(text: string, at: number): Reading | undefined {
  emojiName.lastIndex = at
  const name = emojiName.exec(text)?.[1]
  return name === undefined ? undefined : { node: { kind: 'emoji', name }, end: emojiName.lastIndex }
}

function readBareUrl(text: string, at: number): Reading | undefined {
  if (isWord(text[at - 1])) return undefined
  bareUrl.lastIndex = at
  const raw = bareUrl.exec(text)?.[0]
  if (raw === undefined) return undefined
  const url = decodeEntities(raw)
  return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + raw.length }
}

function readBracketLink(scan: Scan, at: number): Reading | undefined {
  bracketLink.lastIndex = at
  const [all, label, url] = bracketLink.exec(scan.text) ?? []
  if (all === undefined || label === undefined || url === undefined || !isSafeUrl(url)) return undefined
  const children = scan.depth < maxDepth ? parseInline(label, scan.dialect, scan.depth + 1) : []
  return { node: { kind: 'link', url, children }, end: at + all.length }
}

function readStyled(scan: Scan, at: number): Reading | undefined {
  const [mark, style] = scan.dialect.marks.find(([candidate]) => scan.text.startsWith(candidate, at)) ?? []
  if (mark === undefined || style === undefined || scan.depth >= maxDepth || scan.unclosed.has(mark)) return undefined
  const inside = at + mark.length
  if (isWord(scan.text[at - 1]) || isSpace(scan.text[inside]) || scan.text.startsWith(mark, inside)) return undefined
  const close = findClose(scan.text, mark, inside)
  if (close === undefined) {
    scan.unclosed.add(mark)
    return undefined
  }
  const children = parseInline(scan.text.slice(inside, close), scan.dialect, scan.depth + 1)
  return { node: { kind: style, children }, end: close + mark.length }
}

/**
 * Where a style ends: at a mark that touches its text and is not followed by more of a word (`snake_case` stays text).
 */
function findClose(text: string, mark: string, from: number): number | undefined {
  for (let close = text.indexOf(mark, from + 1); close !== -1; close = text.indexOf(mark, close + 1)) {
    if (!isSpace(text[close - 1]) && !isWord(text[close + mark.length])) return close
  }
  return undefined
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && wordCharacter.test(character)
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character)
}
