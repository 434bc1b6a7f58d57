import { defined } from '../../../defined.ts'
import type { FailedObject } from '../../../migrations/failed-objects.ts'
import { decoded } from '../../../text/decoded.ts'
import type { Line } from '../../http/lines.ts'

/** One line of a list: an object, nothing (a heading or an empty line), or something that cannot be read. */
export type Reading = { type: 'object'; object: FailedObject } | { type: 'nothing' } | { type: 'unreadable' }

/**
 * Reads the lines of one list of failed objects, in order. Huawei's user guide names the columns (reason, time,
 * URL-encoded name, plain name, error code of the source's SDK) but not what separates them, so Ferry understands a
 * tab, comma, semicolon or bar. A column may be missing.
 */
export function createListReader(): (line: Line) => Reading {
  let isFirst = true
  // The list holds plain names, and a name can have line breaks: the rest of such a name follows in lines of its own.
  let rest: readonly string[] = []
  return ({ text, isCut }) => {
    const [expected, ...later] = rest
    const isRest = expected !== undefined && text.startsWith(expected)
    rest = isRest ? later : []
    if (isRest || text.trim() === '') return { type: 'nothing' }
    const reading = isCut ? unreadable : readRow(rowOf(text.replace(/^\uFEFF/, '')), isFirst)
    isFirst = false
    if (reading.type === 'object') rest = restOf(reading.object.name, text)
    return reading
  }
}

const unreadable: Reading = { type: 'unreadable' }

function readRow(row: Row, isFirst: boolean): Reading {
  if (isFirst && isHeading(row)) return { type: 'nothing' }
  const object = objectIn(row)
  return object === undefined ? unreadable : { type: 'object', object }
}

/** A line split into the columns before the name, and everything from the name on. */
type Row = { reason?: string; at?: string; tail: string; separator: string }

const moment =
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|GMT)?[+-]?[\d:]*)$|^\d{10}(?:\d{3})?$/
const separators = ['\t', ',', ';', '|'] as const
/** A reason without a moment after it. Any other text is the beginning of a name. */
const reasonCode = /^[A-Z][A-Z\d_.-]{2,99}$|^\d{3}$/

function rowOf(line: string): Row {
  const [separator = '\t'] = separators
    .map((one) => ({ one, at: line.indexOf(one) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
  const [first, afterFirst] = splitOnce(line, separator)
  if (afterFirst === undefined) return { tail: unquoted(line), separator }
  const [second, afterSecond] = splitOnce(afterFirst, separator)
  if (afterSecond !== undefined && moment.test(unquoted(second))) {
    return defined({ reason: unquoted(first) || undefined, at: unquoted(second), tail: afterSecond, separator })
  }
  if (moment.test(unquoted(first))) return { at: unquoted(first), tail: afterFirst, separator }
  return reasonCode.test(unquoted(first))
    ? { reason: unquoted(first), tail: afterFirst, separator }
    : { tail: line, separator }
}

/**
 * Whether a line is a heading: three or more titles, in words of any language. Other lines have codes, figures and
 * encoded names.
 */
function isHeading({ reason, at, tail, separator }: Row): boolean {
  const titles = tail.split(separator)
  return (
    reason === undefined && at === undefined && titles.length > 2 && titles.every((title) => columnTitle.test(title))
  )
}

const columnTitle = /^[\p{L} ()（）"_-]+$/u

function objectIn({ reason, at, tail, separator }: Row): FailedObject | undefined {
  const isNameAlone = reason === undefined && at === undefined
  const [encoded, plain] = isNameAlone ? [tail, undefined] : splitOnce(tail, separator)
  const name = nameOf(unquoted(encoded), plain)
  if (name === '') return undefined
  return defined({ name, reason, at, sourceCode: sourceCodeIn(plain, { name, separator }) })
}

/** Decodes a name. A plus counts as a blank, unless the plain name says otherwise: few encoders leave a plus alone. */
function nameOf(encoded: string, plain = ''): string {
  const readings = [encoded.replaceAll('+', ' '), encoded].map(decoded).filter((name) => name !== undefined)
  const shown = plain.replace(/^"/, '')
  return readings.find((name) => shown.startsWith(firstLine(name))) ?? readings[0] ?? encoded
}

/** The error code after the plain name, which may contain the separator itself. */
function sourceCodeIn(plain: string | undefined, { name, separator }: { name: string; separator: string }) {
  if (plain === undefined) return undefined
  const bare = plain.replace(/^"/, '')
  const isNamed = bare.startsWith(name)
  const after = isNamed ? bare.slice(name.length).replace(/^"/, '') : plain.slice(plain.lastIndexOf(separator))
  if (!after.startsWith(separator)) return undefined
  return unquoted(after.slice(separator.length).trim()).slice(0, 100) || undefined
}

/** The later lines of a name with line breaks, if this line ends with the name's first line. */
function restOf(name: string, line: string): string[] {
  const [first = '', ...later] = name.split('\n')
  return later.length > 0 && line.endsWith(first.replace(/\r$/, '')) ? later.map((part) => part.replace(/\r$/, '')) : []
}

function firstLine(name: string): string {
  return name.split(/\r?\n/, 1)[0] ?? ''
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)]
}

function unquoted(text: string): string {
  const bare = text.trim()
  return bare.length > 1 && bare.startsWith('"') && bare.endsWith('"') ? bare.slice(1, -1) : bare
}
