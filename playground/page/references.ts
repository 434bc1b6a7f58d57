import { decodeEntities, isSafeUrl } from './entities.ts'
import type { Reading } from './inline-node.ts'

/**
 * Reads Slack's notation in angle brackets: `<@U…>`, `<#C…|name>`, `<!here>`, `<!date^…>`, `<url|text>`. Source:
 * Slack's public page on formatting text for app surfaces.
 */
export function readReference(text: string, at: number): Reading | undefined {
  reference.lastIndex = at
  const inside = reference.exec(text)?.[1]
  if (inside === undefined) return undefined
  const [target = '', label] = splitOnce(inside, '|')
  const node = readTarget(target, label === undefined ? undefined : decodeEntities(label))
  return node === undefined ? undefined : { node, end: at + inside.length + 2 }
}

/** An angle bracket inside would be written as an entity. */
const reference = /<([^<>]*)>/y

function readTarget(target: string, label: string | undefined): Reading['node'] | undefined {
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { kind: 'user', id: target.slice(1), label: label ?? '' }
  if (/^#[CDG][A-Z0-9]+$/.test(target)) return { kind: 'channel', id: target.slice(1), label: label ?? '' }
  if (/^!subteam\^[A-Z0-9]+$/.test(target)) return { kind: 'group', id: target.slice(9), label: label ?? '' }
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: 'broadcast', range: target.slice(1) }
  if (target.startsWith('!date^')) return readDate(target, label ?? '')
  const url = decodeEntities(target)
  if (!isSafeUrl(url)) return undefined
  const shown = label === undefined || label === '' ? url.replace(/^(mailto|tel):/i, '') : label
  return { kind: 'link', url, children: [{ kind: 'text', text: shown }] }
}

function readDate(target: string, fallback: string): Reading['node'] {
  const [, seconds = '', format = '', url] = target.split('^')
  if (!/^\d{1,12}$/.test(seconds) || format === '') return { kind: 'text', text: fallback }
  const date = { kind: 'date' as const, seconds: Number(seconds), format: decodeEntities(format) }
  return url !== undefined && isSafeUrl(url) ? { ...date, url: decodeEntities(url) } : date
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
