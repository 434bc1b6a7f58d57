import { reader } from './reader.ts'

/**
 * Single values as clouds really send them: absent, null, "", a number as text, text as a number. None of these readers
 * fails: a value that cannot be understood counts as not reported.
 */
export const text = reader(readText)
export const number = reader(readNumber)
export const flag = reader(readFlag)
/** A count or a size, never negative. */
export const figure = reader(readFigure)
/** A moment in epoch milliseconds, sent as such or as ISO 8601. */
export const instant = reader(readInstant)

/** Reads text. A whole number beyond 2^53 has been rounded on its way here: as an id, it would be another's. */
export function readText(value: unknown): string | undefined {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return readNumber(Number(value))
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function readFlag(value: unknown): boolean | undefined {
  const told = typeof value === 'string' ? value.toLowerCase() : value
  if (told === 'true' || told === true) return true
  return told === 'false' || told === false ? false : undefined
}

export function readFigure(value: unknown): number | undefined {
  const figure = readNumber(value)
  return figure !== undefined && figure >= 0 ? figure : undefined
}

function readInstant(value: unknown): number | undefined {
  if (typeof value === 'number') return readFigure(value)
  return typeof value === 'string' ? readFigure(Date.parse(value)) : undefined
}
